// Geometry of the ornament: every curve is computed, so that both halves of a motif are mirror images to the last digit.

export const round = (n) => Number(n.toFixed(2)).toString();
export const point = ([x, y]) => `${round(x)} ${round(y)}`;

/**
 * A ram's horn: rises along a straight stem, then curls outwards (to the right) in a logarithmic spiral that gets
 * thinner and ends in a bud. `base` is where the stem's centre line starts; y grows downwards.
 */
export function horn({ base, rise, radius, width, turns = 1.3, shrink = 0.34, taper = 0.62, bud = 1.28 }) {
  const centre = [base[0] + radius, base[1] - rise];
  const start = Math.PI;
  const sweep = turns * 2 * Math.PI;
  const growth = Math.log(shrink) / sweep;
  const at = (t) => {
    const angle = start + t * sweep;
    const r = radius * Math.exp(growth * t * sweep);
    return [centre[0] + r * Math.cos(angle), centre[1] + r * Math.sin(angle)];
  };
  const halfWidth = (t) => (width / 2) * (1 - (1 - taper) * t);
  const side = (sign) => (t) => {
    const [dx, dy] = tangent(at, t);
    const [x, y] = at(t);
    const w = sign * halfWidth(t);
    return [x - dy * w, y + dx * w];
  };
  const steps = Math.ceil(turns * 16);
  const outer = hermite(side(-1), 0, 1, steps);
  const inner = hermite(side(1), 1, 0, steps);
  const tip = at(1);
  const tipRadius = halfWidth(1) * bud;
  const foot = [side(1)(0), side(-1)(0)];
  const body = [
    `M${point([foot[1][0], base[1]])}`,
    `L${point(foot[1])}`,
    outer,
    `L${point(side(1)(1))}`,
    inner,
    `L${point([foot[0][0], base[1]])}Z`,
  ].join("");
  return body + circle(tip, tipRadius);
}

export function circle([x, y], r) {
  const arc = (dx) => `a${round(r)} ${round(r)} 0 1 1 ${round(dx)} 0`;
  return `M${point([x - r, y])}${arc(2 * r)}${arc(-2 * r)}Z`;
}

export function polygon(...points) {
  return `M${points.map(point).join("L")}Z`;
}

function tangent(curve, t) {
  const e = 1e-4;
  const [ax, ay] = curve(t - e);
  const [bx, by] = curve(t + e);
  const length = Math.hypot(bx - ax, by - ay);
  return [(bx - ax) / length, (by - ay) / length];
}

/** Cubic Béziers through `steps` points of a curve with its own tangents. */
function hermite(curve, from, to, steps) {
  const h = (to - from) / steps;
  const e = 1e-4;
  const slope = (t) => {
    const a = curve(t - e);
    const b = curve(t + e);
    return [(b[0] - a[0]) / (2 * e), (b[1] - a[1]) / (2 * e)];
  };
  let path = "";
  for (let i = 0; i < steps; i++) {
    const t0 = from + i * h;
    const t1 = t0 + h;
    const [p0, p1, s0, s1] = [curve(t0), curve(t1), slope(t0), slope(t1)];
    const c0 = [p0[0] + (s0[0] * h) / 3, p0[1] + (s0[1] * h) / 3];
    const c1 = [p1[0] - (s1[0] * h) / 3, p1[1] - (s1[1] * h) / 3];
    path += `C${point(c0)} ${point(c1)} ${point(p1)}`;
  }
  return path;
}
