const dark = matchMedia("(prefers-color-scheme: dark)");
const key = "reqongen-theme";

// A page that is opened as a file may have no storage.
function kept() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(theme) {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // the choice then lasts as long as the page
  }
}

// followTheme has the page as the system is, light or dark, until the button
// says otherwise; the chart is drawn anew, and in light colors for the printer.
export function followTheme(chart) {
  let chosen = kept();
  const button = document.getElementById("theme");
  const show = () => {
    const theme = chosen ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    chart.recolor();
  };
  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    keep(chosen);
    show();
  });
  dark.addEventListener("change", show);
  matchMedia("print").addEventListener("change", () => chart.recolor());
  show();
}
