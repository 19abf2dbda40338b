import { removeWorkspace } from './workspace';

export default removeWorkspace;
