import { prepareWorkspace } from './workspace';

export default prepareWorkspace;
