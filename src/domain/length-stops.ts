/** The lengths that a slider stops at, within what a policy allows. Pure; all in whole minutes. */

/** Shortest first; the last one is `maximum`, however odd. */
export function lengthStops(maximum: number): number[] {
  const step = stepWithin(maximum);
  const stops: number[] = [];
  for (let minutes = step; minutes < maximum; minutes += step) stops.push(minutes);
  return [...stops, maximum];
}

function stepWithin(maximum: number): number {
  if (maximum <= 60) return 5;
  if (maximum <= 240) return 15;
  return maximum <= 1440 ? 30 : 60;
}

/** The stop nearest to `minutes`. */
export function nearestStop(minutes: number, maximum: number): number {
  return lengthStops(maximum).reduce((best, stop) =>
    Math.abs(stop - minutes) <= Math.abs(best - minutes) ? stop : best,
  );
}

export type StopMove = 'next' | 'previous' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** Where a key takes the slider; a page is some steps, an hour in most policies. */
export function movedStop(minutes: number, maximum: number, move: StopMove): number {
  const stops = lengthStops(maximum);
  const [first, last] = [stops[0]!, stops.at(-1)!];
  const page = maximum > 60 ? Math.max(60, stepWithin(maximum) * 4) : 15;
  switch (move) {
    case 'next':
      return stops.find((stop) => stop > minutes) ?? last;
    case 'previous':
      return stops.findLast((stop) => stop < minutes) ?? first;
    case 'pageUp':
      return stops.find((stop) => stop >= minutes + page) ?? last;
    case 'pageDown':
      return stops.findLast((stop) => stop <= minutes - page) ?? first;
    case 'first':
      return first;
    case 'last':
      return last;
  }
}
