"""What MLflow's container needs besides MLflow itself. Kept empty, so that importing one part loads no other."""
