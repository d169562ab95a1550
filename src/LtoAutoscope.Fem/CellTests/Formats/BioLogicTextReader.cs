using System.Globalization;
using System.Text.RegularExpressions;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// BioLogic's text export <c>.mpt</c> (EC-Lab and BT-Lab): a first line that says so, <c>Nb header lines : N</c> with the column names in line N, tabs, ISO 8859-1, decimal point or comma. Columns differ
/// by technique and version (files without the lines before the header are known by it): <c>time/s</c> as a number or as date and time, <c>Ewe/V</c> or <c>Ecell/V</c>, <c>I/mA</c> or <c>&lt;I&gt;/mA</c>, <c>(Q-Qo)/mA.h</c>, <c>dq/mA.h</c>, <c>Q charge/discharge/mA.h</c>, <c>Ns</c>.
/// Source of the layout: the open readers galvani, yadg and PyProBE.
/// </summary>
public sealed partial class BioLogicTextReader : DelimitedReader
{
    private static readonly TableDialect Dialect = new("BioLogic text (.mpt)") { HeaderLine = HeaderLine, Started = Started, AreDotsDayFirst = false };

    /// <inheritdoc/>
    public override string Format => Dialect.Format;

    /// <inheritdoc/>
    public override bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Lines.Count == 0) return false;
        string first = TablePlan.Strip(head.Lines[0]).Trim();
        return IsFirstLine(first) || (first.Contains("time/s\t", StringComparison.Ordinal) && (first.StartsWith("mode\tox/red", StringComparison.Ordinal) || first.Contains("\t(Q-Qo)/mA.h", StringComparison.Ordinal)));
    }

    /// <summary>Line of the header row, from 1, as a file of the program says it; null for other files. Each loop of a long test has a line above it.</summary>
    internal static int? HeaderLineOf(CellTestHead head) => head.Lines.Count > 0 && IsFirstLine(TablePlan.Strip(head.Lines[0]).Trim()) ? HeaderLine(head.Lines) : null;

    private static bool IsFirstLine(string line) => line is "EC-Lab ASCII FILE" or "BT-Lab ASCII FILE";

    private protected override TableDialect DialectOf(CellTestHead head) => Dialect;

    /// <inheritdoc/>
    protected override double MassG(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        // EC-Lab's own default of 0.001 mg says that nobody wrote one down.
        foreach (string line in head.Lines.Take(400))
            if (Mass().Match(line) is { Success: true } found && FigureText.TryNumber(found.Groups["mass"].ValueSpan, found.Groups["mass"].Value.Contains(','), out double mg) && mg > 0.0011)
                return mg / (found.Groups["unit"].Value switch { "µg" or "ug" => 1e6, "g" => 1, _ => 1000 });
        return double.NaN;
    }

    private static int? HeaderLine(IReadOnlyList<string> lines)
    {
        foreach (string line in lines.Take(5))
            if (HeaderLines().Match(line) is { Success: true } found && int.TryParse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return count;
        return null;
    }

    private static string? Started(IReadOnlyList<string> lines)
        => lines.Take(400).Select(line => Acquisition().Match(line)).FirstOrDefault(found => found.Success)?.Groups[1].Value;

    [GeneratedRegex(@"^\s*Acquisition started on\s*:\s*(\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Acquisition();

    [GeneratedRegex(@"^\s*Nb header lines\s*:\s*(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex HeaderLines();

    [GeneratedRegex(@"^\s*(Characteristic mass|Mass of active material)\s*:\s*(?<mass>[\d.,]+)\s*(?<unit>mg|g|µg|ug)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Mass();
}
