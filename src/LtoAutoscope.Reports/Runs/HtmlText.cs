using System.Globalization;
using System.Net;
using System.Text;

namespace LtoAutoscope.Reports.Runs;

/// <summary>Builds HTML; whatever goes through <see cref="E"/> is encoded, so a name can never become markup.</summary>
internal static class HtmlText
{
    internal static string E(string? text) => string.IsNullOrEmpty(text) ? "–" : WebUtility.HtmlEncode(text);

    internal static string Card(string title, string? context, string body, string kind = "")
        => $"<section class=\"card {kind}\"><header><h3 class=\"t\">{E(title)}</h3>{(context is null ? "" : $"<p>{E(context)}</p>")}</header>{body}</section>";

    /// <summary>A numbered section of the document.</summary>
    internal static string Part(int number, string title, string body)
        => $"<section class=\"part\" id=\"s{number.ToString(CultureInfo.InvariantCulture)}\"><h2 class=\"no\"><span>{number.ToString(CultureInfo.InvariantCulture)}</span> {E(title)}</h2><div class=\"grid\">{body}</div></section>";

    /// <summary>A text as a CSS string in double quotes; whatever is no letter, digit or blank is written as an escape, so that it can end neither the string nor the style sheet.</summary>
    internal static string Css(string text)
        => "\"" + string.Concat(text.EnumerateRunes().Select(rune => Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '-' or '.' ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x6} "))) + "\"";

    /// <summary>An en dash and the reason.</summary>
    internal static string Missing(string reason) => $"<p class=\"missing\"><b>–</b> {E(reason)}</p>";

    /// <summary>A table; the first column holds words, the others figures. Cells are plain text.</summary>
    internal static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows, string kind = "")
    {
        var html = new StringBuilder($"<table class=\"{kind}\"><thead><tr>");
        foreach (string cell in header) html.Append("<th>").Append(WebUtility.HtmlEncode(cell)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            html.Append("<tr>");
            foreach (string cell in row) html.Append("<td>").Append(E(cell)).Append("</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Pairs of a name and a value.</summary>
    internal static string Pairs(IEnumerable<(string Name, string Value)> pairs)
        => $"<dl>{string.Concat(pairs.Select(pair => $"<div><dt>{E(pair.Name)}</dt><dd>{E(pair.Value)}</dd></div>"))}</dl>";
}
