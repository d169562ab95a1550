using LtoAutoscope.Imaging.Metrology.KnownAnswers;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The tables of <c>bench metrology</c>, in the form that Markdown has, so that they go into docs/measures.md as they are.</summary>
internal static class BenchMetrologyTables
{
    public static void Show(VerbConsole console, EdgeKind edge, IReadOnlyList<BiasRow> rows, int copies)
    {
        console.WriteLine($"Edge: {edge.ToString().ToLowerInvariant()}. Bias in % of the truth, standard deviation of one measurement in brackets; {copies} copies.");
        Table sizes = Head("shape", "d, px", "diameter", "Feret max", "Feret min", "length", "width", "aspect ratio", "perimeter", "solidity");
        foreach (BiasRow row in rows)
        {
            sizes.AddRow(
                row.Shape, Size(row), Text(row.Diameter), Text(row.FeretMax), Text(row.FeretMin), Text(row.Length), Text(row.Width), Text(row.AspectRatio), Text(row.Perimeter), Text(row.Solidity));
        }

        console.Terminal.Write(sizes);
        console.WriteLine("Dimension of the outline: mean of those given, their standard deviation and the mean of the errors stated, share that got one. Exact: the curve itself, divider with the same steps, not corrected.");
        Table dimensions = Head("shape", "d, px", "divider", "given", "box counting", "given", "exact");
        foreach (BiasRow row in rows.Where(static r => !double.IsNaN(r.ExactDivider)))
            dimensions.AddRow(row.Shape, Size(row), Text(row.Divider), Share(row.Divider), Text(row.Box), Share(row.Box), FormattableString.Invariant($"{row.ExactDivider:0.000}"));
        console.Terminal.Write(dimensions);
    }

    internal static Table Head(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Markdown };
        for (int i = 0; i < columns.Length; i++) table.AddColumn(new TableColumn(columns[i]) { NoWrap = true, Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    private static string Size(BiasRow row) => FormattableString.Invariant($"{row.SizePx:0}");

    private static string Text(Deviation d) => FormattableString.Invariant($"{d.Bias:+0.0;−0.0;0.0} ({d.Spread:0.0})");

    private static string Text(DimensionOutcome d) => d.Given > 0 ? FormattableString.Invariant($"{d.Mean:0.000} ({d.Spread:0.000}; {d.StandardError:0.000})") : "none";

    private static string Share(DimensionOutcome d) => FormattableString.Invariant($"{100 * d.Given:0} %");
}
