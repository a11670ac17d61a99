interface RequestFailedProps {
  what: string
  error: Error & { reasons?: readonly string[] }
}

/** Something was asked for and did not happen: the desk's own words, and every objection. */
export function RequestFailed({ what, error }: RequestFailedProps) {
  return (
    <div
      role="alert"
      data-look="failed"
      className="rounded border border-down/45 bg-down-wash px-3 py-2 text-[0.93rem]"
    >
      <p className="font-medium text-down">{what}</p>
      <p className="wrap-anywhere">{error.message}</p>
      {error.reasons && error.reasons.length > 0 && (
        <ul className="list-disc pl-5">
          {error.reasons.map((reason) => (
            <li key={reason} className="wrap-anywhere">
              {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
