// Made by scripts/generate-spec.ts from the schema of compose-go v2.16.2; do not edit.

export * from './structs';
