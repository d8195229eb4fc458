import { fileURLToPath } from 'node:url';
import type { Picture } from 'zbio/plot';

/** A font of a package, for machines without any. Leave `fontFiles` out to use those of the system. */
const fontFiles = ['400Regular', '700Bold'].map((style) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/open-sans/${style}/OpenSans_${style}.ttf`)),
);

/** Writes a picture twice: as `path.svg` and as `path.png`. */
export async function writePicture(path: string, picture: Picture): Promise<void> {
  await picture.save(`${path}.svg`);
  await picture.save(`${path}.png`, { fontFiles });
}
