import { MlflowAuthConfig } from './mlflow-auth';
import { EnvValue, Service, Volume } from '../../compose';
import { describeForCluster, EarlierFile, freeName } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore, PostgresService, SqliteStore } from '../../database';

/** Where the volume with users is mounted. */
const USERS_PATH = '/var/lib/mlflow-users';

/** The backend store of a server, and what its `bind` returned. */
interface BoundBackend {
  readonly store: IBackendStore;
  readonly config: BackendStoreConfig;
}

/**
 * The database of the users of a server. Users are where the data is, if they can be: several servers then share them,
 * and a dump has both. Otherwise they are in a volume: MLflow cannot store them in MySQL.
 */
export function usersStore(server: Service, login: MlflowAuthConfig, backend: BoundBackend): IBackendStore {
  if (login.store) {
    return login.store;
  }
  if (login.usersInVolume || !isPostgres(backend.config)) {
    describeForCluster(server, {
      sharingRemedies: {
        [USERS_PATH]: isPostgres(backend.config)
          ? 'remove `usersInVolume` of the login, so that users are in PostgreSQL, or keep one replica'
          : 'use PostgreSQL as the backend store, or set `store` of the login to a PostgresService, or keep one replica',
      },
    });
    return new SqliteStore(server, 'users', {
      volume: new Volume(server, freeName(server, 'users_volume')),
      mountPath: USERS_PATH,
    });
  }
  // A user of a database elsewhere can seldom create another one, and the tables have different names.
  return backend.store instanceof PostgresService
    ? backend.store.addDatabase(EnvValue.of(`${server.node.id}_users`))
    : backend.store;
}

/**
 * Validates at synthesis where users are.
 */
export function validateUsersStore(server: Service, login: MlflowAuthConfig, backend: BackendStoreConfig): string[] {
  if (login.store) {
    return login.usersInVolume === undefined
      ? []
      : ['`usersInVolume` is ignored because `store` is set; remove one of them'];
  }
  const takesDefault = login.usersInVolume === undefined && isPostgres(backend);
  return takesDefault && hadUsersInVolume(server, login)
    ? [
        'users are in the volume "users_volume" up to now, and the default is PostgreSQL now, where none of them is; set ' +
          '`usersInVolume` of the login to true to keep them in the volume, or to false to start without users',
      ]
    : [];
}

/** Whether the app that runs now has its users in SQLite. */
function hadUsersInVolume(server: Service, { storeName }: MlflowAuthConfig): boolean {
  const earlier = EarlierFile.of(server);
  return earlier.mentions('sqlite') && earlier.environmentOf(server.name).get(`${storeName}_SCHEME`) === 'sqlite';
}

function isPostgres({ scheme }: BackendStoreConfig): boolean {
  return scheme?.startsWith('postgresql') ?? false;
}
