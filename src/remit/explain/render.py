"""An explanation as text, in columns, and as JSON.

    P4   skin_response   UNDETERMINED       rules lenalidomide 1.0

      lenalidomide.remit
      27 │ response skin_response "Skin lesions resolved at six months"
      28 │   among   skin_disease at baseline        ✓  yes         visits.csv:11:skin   day 0
      29 │   when    not skin_disease at month_6     ?  yes or no   visits.csv:12:skin   day 186, empty

    What would settle it   skin_disease at month_6: no → MET, yes → NOT MET
"""
