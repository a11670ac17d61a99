import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import type { Group } from './groups'
import { configQuery, type FileName } from './queries'
import { SettingsForm } from './SettingsForm'
import { typedOf } from './values'

export interface FilePanelProps {
  title: string
  file: FileName
  groups: readonly Group[]
  standing: Shapes['SettingsView']
}

/** Settings of one file, to read and to change. */
export function FilePanel({ title, file, groups, standing }: FilePanelProps) {
  const query = useQuery(configQuery(file, standing))
  return (
    <Panel title={title}>
      <Answer query={query} what={`the settings of ${file}.yaml`} lines={6}>
        {(document) => (
          <SettingsForm
            file={file}
            document={document}
            groups={groups}
            choicesOf={(key) => (key === 'model_symbols' ? collected(document) : null)}
          />
        )}
      </Answer>
    </Panel>
  )
}

/** What the model's symbols are chosen from. */
function collected({ settings }: Shapes['ConfigView']): readonly string[] {
  const symbols = settings.find(({ key }) => key === 'symbols')
  return typedOf(symbols?.in_files ?? null)
    .split(', ')
    .filter(Boolean)
}
