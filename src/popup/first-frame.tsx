import { Icon } from '../ui/icon.tsx';
import { searchIcon } from '../ui/icons.ts';
import { Header } from './header.tsx';
import './search-box.css';

/**
 * What is shown until the first stored items are read, a few milliseconds: what nearly every popup has, where it will
 * be, and nothing that could be pressed. index.html has the same.
 */
export function FirstFrame() {
  return (
    <>
      <Header>{false}</Header>
      <div class="search-box" aria-hidden="true">
        <Icon of={searchIcon} />
      </div>
    </>
  );
}
