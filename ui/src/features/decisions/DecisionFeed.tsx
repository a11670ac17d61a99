import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { DecideNow } from './DecideNow'
import { DecisionList } from './DecisionList'
import { newestDecisionsQuery } from './queries'
import { Thinking } from './Thinking'

/** The newest decisions, and a way to ask for one. */
export function DecisionFeed() {
  const query = useQuery(newestDecisionsQuery)
  return (
    <Panel title="Decisions" aside={<DecideNow />}>
      <Thinking />
      <Answer query={query} what="decisions" lines={12}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No decision yet">
              The first cycle starts as soon as every input is fresh.
            </Empty>
          ) : (
            <>
              <section
                aria-label="Newest decisions"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
                tabIndex={0}
                className="lg:max-h-[max(24rem,calc(100dvh-18.5rem))] lg:overflow-y-auto"
              >
                <DecisionList decisions={items} />
              </section>
              <p className="border-t border-line px-3 py-2 text-[0.93rem]">
                <Link to="/decisions" className="text-link hover:underline">
                  All decisions
                </Link>
              </p>
            </>
          )
        }
      </Answer>
    </Panel>
  )
}
