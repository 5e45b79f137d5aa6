/**
 * HTML of somebody else, made anew from what is on a list: elements of prose, code and formulas, and few attributes. What is
 * not on it leaves its text behind, or nothing where its text is no prose. Nothing is ever put into the page as it came.
 */

const MATHML = "http://www.w3.org/1998/Math/MathML";
const PROSE = new Set(
  "p h2 h3 h4 h5 h6 ul ol li code pre em strong s blockquote table thead tbody tr th td hr br a span div".split(" "),
);
const FORMULAS = new Set(
  (
    "math mrow mi mo mn mtext mspace msub msup msubsup mover munder munderover mfrac msqrt mroot " +
    "mtable mtr mtd mstyle mpadded mphantom menclose"
  ).split(" "),
);
/** Elements whose text is no prose. */
const DROPPED = new Set("script style template iframe object embed noscript title textarea svg".split(" "));
const CLASSES = /^(listing|math|block|inline|code-[a-z0-9]+)$/;
const OF_FORMULAS = new Set(
  "display stretchy fence form separator mathvariant columnalign accent lspace rspace minsize maxsize width".split(" "),
);
const PLAIN = /^[\w.%-]{1,40}$/;
const DEEPEST = 100;

/**
 * The nodes that remain of the HTML.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function allowedHtml(html) {
  const made = document.createDocumentFragment();
  // A document of its own, in which nothing runs and nothing is fetched.
  fill(made, new DOMParser().parseFromString(html, "text/html").body, 0);
  return made;
}

/**
 * @param {Node} into
 * @param {Node} from
 * @param {number} depth
 */
function fill(into, from, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.textContent ?? ""));
    if (!(node instanceof Element) || DROPPED.has(node.localName) || depth > DEEPEST) continue;
    const own = copy(node);
    if (own) into.appendChild(own);
    fill(own ?? into, node, depth + 1);
  }
}

/**
 * An empty element of the same kind, with the attributes that are allowed; null where the kind is not.
 * @param {Element} from
 */
function copy(from) {
  const name = from.localName;
  const formula = from.namespaceURI === MATHML;
  if (!(formula ? FORMULAS : PROSE).has(name)) return null;
  const made = formula ? document.createElementNS(MATHML, name) : document.createElement(name);
  for (const { name: attribute, value } of from.attributes) {
    if (formula && OF_FORMULAS.has(attribute) && PLAIN.test(value)) made.setAttribute(attribute, value);
    if (!formula && attribute === "class")
      made.className = value
        .split(/\s+/)
        .filter((one) => CLASSES.test(one))
        .join(" ");
    if (name === "a" && attribute === "href" && /^https?:\/\//i.test(value)) {
      made.setAttribute("href", value);
      made.setAttribute("rel", "noopener noreferrer");
    }
    if (name === "pre" && attribute === "data-example") made.setAttribute(attribute, "");
  }
  if (name === "pre") made.setAttribute("tabindex", "0");
  return made;
}
