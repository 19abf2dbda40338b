"""The command `mlflow-migrate`: brings the schema of MLflow's databases to that of this image, whatever interrupts it.

`migration` is the procedure, `schema` what MLflow knows of a schema, `database` what the procedure asks of a database.
"""
