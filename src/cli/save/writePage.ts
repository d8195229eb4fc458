import { failure } from '../../check/errors.js';
import { fileSize } from '../../check/fileSize.js';
import type { ModelReport } from '../../evaluate/evaluatedReport.js';
import { writeFile } from '../../platform/writeFile.js';
import { followed, percentDone } from '../shell/followed.js';
import type { Shell } from '../shell/shell.js';
import { rescue } from './rescue.js';

/**
 * Writes a report as a page, and says so. If its place fails, the page goes elsewhere, and the error says where.
 *
 * @param name - What the report is on, for the title.
 */
export async function writePage(found: ModelReport, out: string, name: string, shell: Shell): Promise<void> {
  const page = await followed(shell, percentDone('maps and figures'), (watched) =>
    found.html({ title: `Report on ${name}`, ...watched }),
  );
  const bytes = new TextEncoder().encode(page);
  const save = (path: string) => writeFile(path, bytes);
  try {
    await save(out);
  } catch (cause) {
    const place = await rescue('the page', out, 'html', save);
    const message = (cause as Error).message.replace(/[^.]$/, '$&.');
    throw failure('ZBIO_BAD_PATH', `${message} What there is: ${place}.`, { cause });
  }
  shell.progress.line(`wrote ${out} (${fileSize(bytes.length)})`);
}
