/** The sections of the gallery and of the album of pictures, in their order: the first part of a scene's id. */
export const sections = {
  tokens: 'Design tokens',
  components: 'Components',
  first: 'Popup: before it knows anybody',
  home: 'Popup: the lists and how they may stand',
  search: 'Popup: searching, filters, favourites and aliases',
  active: 'Popup: active roles',
  form: 'The activation sheet',
  requests: 'What became of requests',
  eligibility: 'Eligibilities that end',
  approvals: 'Approvals',
  names: 'Names that nobody planned for',
  welcome: 'Welcome',
  settings: 'Settings and the check of the setup',
  portal: 'The prompt in portal pages',
} as const;
