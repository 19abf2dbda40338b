import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from './stack';
import { MINIO_IMAGE, MYSQL_IMAGE, PYTHON_IMAGE } from '../../src/default-images';
import { MLFLOW_VERSION } from '../../src/mlflow/image/mlflow-version';
import { freePort } from '../../test/e2e/free-port';

/**
 * The stack of the tutorials: all parts with their defaults, MLflow installed by one `pip install`, and no start order
 * except a script that waits for the port of the database.
 *
 * It differs from the published one:
 * - the images are ours, so that the same servers are compared;
 * - MySQL gets the option without which MLflow cannot create its schema
 *   (https://github.com/mlflow/mlflow/issues/23721);
 * - MLflow's version is ours;
 * - the script comes from Debian;
 * - containers have no fixed names, and ports are free ones of 127.0.0.1, so that several can run.
 */
export async function tutorialStack(name: string, directory: string): Promise<Stack> {
  const port = await freePort();
  writeFileSync(
    join(directory, 'Dockerfile'),
    `
FROM ${PYTHON_IMAGE}
RUN apt-get update && apt-get install -y --no-install-recommends wait-for-it && rm -rf /var/lib/apt/lists/*
RUN pip install mlflow==${MLFLOW_VERSION} boto3 pymysql
WORKDIR /app
`,
  );
  writeFileSync(
    join(directory, 'compose.yaml'),
    `
name: ${name}
services:
  s3:
    image: ${MINIO_IMAGE}
    restart: unless-stopped
    command: server /data --console-address ":9001"
    environment: { MINIO_ROOT_USER: admin, MINIO_ROOT_PASSWORD: tutorial-key }
    ports: ["127.0.0.1:${await freePort()}:9000", "127.0.0.1:${await freePort()}:9001"]
    networks: [internal, public]
    volumes: ["minio_volume:/data"]
  create_s3_buckets:
    image: ${MINIO_IMAGE}
    depends_on: [s3]
    entrypoint: ["/bin/sh", "-c", "until mc alias set minio http://s3:9000 admin tutorial-key; do sleep 1; done; mc mb minio/mlflow; exit 0"]
    networks: [internal]
  db:
    image: ${MYSQL_IMAGE}
    restart: unless-stopped
    command: ["--log-bin-trust-function-creators=1"]
    environment: { MYSQL_DATABASE: mlflow, MYSQL_USER: mlflow, MYSQL_PASSWORD: tutorial, MYSQL_ROOT_PASSWORD: tutorial-root }
    networks: [internal]
    volumes: ["db_volume:/var/lib/mysql"]
  mlflow:
    build: .
    restart: unless-stopped
    entrypoint: >-
      wait-for-it db:3306 -t 90 -- mlflow server --host 0.0.0.0 --serve-artifacts
      --backend-store-uri mysql+pymysql://mlflow:tutorial@db:3306/mlflow --artifacts-destination s3://mlflow/
    environment:
      AWS_ACCESS_KEY_ID: admin
      AWS_SECRET_ACCESS_KEY: tutorial-key
      AWS_DEFAULT_REGION: us-east-1
      MLFLOW_S3_ENDPOINT_URL: http://s3:9000
    ports: ["127.0.0.1:${port}:5000"]
    networks: [internal, public]
networks:
  internal:
  public:
volumes:
  db_volume:
  minio_volume:
`,
  );
  return new Stack(name, directory, port);
}
