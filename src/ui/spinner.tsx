import './spinner.css';

interface Props {
  size?: 16 | 20 | 32;
  /** Read out; without it the spinner is decoration beside a text. */
  label?: string;
}

export function Spinner({ size = 20, label }: Props) {
  return (
    <svg
      class="spinner"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <circle class="spinner-track" cx="10" cy="10" r="7.5" />
      <circle class="spinner-arc" cx="10" cy="10" r="7.5" pathLength="100" />
    </svg>
  );
}
