/** Colours and sizes with which figures are drawn in tests. */

const COLOUR = "rgb(1, 2, 3)";

export const LOOK = {
  colours: {
    ...{ ink: COLOUR, inkSoft: COLOUR, inkFaint: COLOUR, line: COLOUR, lineStrong: COLOUR, contour: COLOUR },
    ...{ ground: COLOUR, groundRaised: COLOUR, accent: COLOUR },
    racers: Array.from({ length: 6 }, (_, place) => `rgb(${place}, 0, 0)`),
  },
  width: 600,
  text: 12,
};
