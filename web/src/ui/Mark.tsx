/** The gate and the water. */
export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <rect width="32" height="32" rx="7" fill="#0B7A75" />
      <path d="M9 6v20M23 6v20M9 13h14" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <path
        d="M12.5 21c1.2-1.4 2.3-1.4 3.5 0s2.3 1.4 3.5 0"
        stroke="#9fe5df"
        strokeWidth="2.5"
        fill="none"
        strokeLinecap="round"
      />
    </svg>
  );
}
