import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** Renders Markdown to HTML as GitHub and GitLab do, before they remove what they don't allow. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/** Returns the HTML's tags, in order, without content. */
export function tagsOf(html: string): string[] {
  return html.match(/<!--[\s\S]*?-->|<\/?[a-z][^>]*>/gi) ?? [];
}

/** Returns what a reader sees of some HTML. */
export function textOf(html: string): string {
  const text = html.replace(/<[^>]*>/g, '');
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, number: string | undefined, name: string) =>
    number === undefined ? (NAMED[name] ?? '') : String.fromCodePoint(Number(number)),
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Returns what a reader sees outside of code, the only place where services look for mentions and references. */
export function textOutsideCode(html: string): string {
  return textOf(html.replace(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, ' '));
}
