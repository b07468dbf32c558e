"""What clinicians call the same thing: one concept a line, its names separated by spaces.

The first name is the concept's own. A line serves only to ask "did you mean …?": it never makes two names
one, and members of a line (two glucocorticoids, say) need not be interchangeable.
"""

_TABLE = """
glucocorticoid   glucocorticoids corticosteroid corticosteroids steroid steroids gc gcs ocs pred prednisone \
                 prednisolone methylprednisolone methylpred deflazacort dexamethasone hydrocortisone \
                 prednisone_equivalent steroid_dose prednisone_dose pred_mg pdn
hydroxychloroquine  hcq antimalarial antimalarials plaquenil chloroquine
methotrexate     mtx
mycophenolate    mmf mpa cellcept mycophenolate_mofetil
cyclophosphamide cyc ctx cytoxan
azathioprine     aza imuran
lenalidomide     revlimid len
thalidomide      thal
intravenous_immunoglobulin  ivig immunoglobulin
immunosuppressant  immunosuppressants dmard dmards csdmard csdmards immunosuppressive stable_therapy

crp              c_reactive_protein hs_crp hscrp creactive_protein
esr              sed_rate sedimentation_rate erythrocyte_sedimentation_rate sedrate bsg vs
hemoglobin       haemoglobin hgb hb
lymphocytes      lymphocyte alc absolute_lymphocyte_count lymphocyte_count lymphs lymphopenia
neutrophils      neutrophil anc absolute_neutrophil_count neutrophil_count
leukocytes       leucocytes wbc white_cells white_cell_count white_blood_cells
platelets        platelet plt thrombocytes platelet_count
creatinine       scr serum_creatinine crea
egfr             gfr glomerular_filtration_rate
proteinuria      upcr protein_creatinine_ratio urine_protein uprot pcr dipstick upr
albumin          alb serum_albumin
complement       c3 c4 low_complement
anti_dsdna       dsdna ds_dna anti_ds_dna dna_antibodies
ferritin         serum_ferritin
calprotectin     fcal faecal_calprotectin fecal_calprotectin
creatine_kinase  ck cpk

physician_global pga mdga phga physician_global_assessment physgloba physician_vas md_global mdglobal phgda
patient_global   ptga parent_global patient_global_assessment patient_vas global_health parent_vas pgda
haq              chaq haq_di chaq_di health_assessment_questionnaire
pain             pain_vas vas_pain
active_joints    ajc active_joint_count joints_active njaa
limited_joints   ljc limited_joint_count lom joints_limited njlom limited_motion
swollen_joints   sjc sjc28 sjc66 swollen_joint_count
tender_joints    tjc tjc28 tjc68 tender_joint_count
morning_stiffness  stiffness
das28            das28_crp das28_esr das
cdai             sdai clinical_disease_activity_index
jadas            jadas10 jadas27 jadas71 cjadas cjadas10

sledai           sledai_2k selena_sledai clinical_sledai csledai sle_disease_activity_index
bilag            bilag_2004
clasi            clasi_a clasi_activity cutaneous_lupus_activity
cdasi            cdasi_a cdasi_activity
pasi             psoriasis_area_and_severity_index
easi             eczema_area_and_severity_index
skin_disease     skin skin_lesions rash cutaneous skin_active cutaneous_disease lesions
ulcers           ulcer oral_ulcers oral_ulcer mouth_ulcers aphthae
alopecia         hair_loss
fever            temperature febrile temp
uveitis          iritis eye_inflammation
bvas             birmingham_vasculitis_activity_score
pcdai            wpcdai pediatric_crohns_disease_activity_index
puccai           pucai
mmt              mmt8 cmas muscle_strength
sum_of_diameters sld sod target_sum sum_of_longest_diameters

body_weight      weight wt bw body_mass
height           stature body_height
sex              gender
patient          patient_id id pid subject subject_id usubjid subjid record_id pat_id mrn participant
visit_date       date visdat assessment_date exam_date
study_day        day ady visit_dy
index_date       index start_date treatment_start baseline_date first_dose_date
baseline         initiation screening week_0 month_0 day_0
follow_up_end    last_contact last_seen end_of_study censor_date last_follow_up
flare            relapse exacerbation recurrence
remission        quiescent inactive_disease complete_response
"""

CONCEPTS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split()) for line in _TABLE.splitlines() if line.strip()
)
"""The names of every concept."""
