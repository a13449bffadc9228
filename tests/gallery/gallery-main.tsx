import { render } from 'preact';
import '../../src/ui/base.css';
import { Gallery } from './gallery.tsx';

render(<Gallery />, document.getElementById('app')!);
