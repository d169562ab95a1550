using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>What lists, plots and facts say of the particles of a run; only the rows that are shown become objects.</summary>
public static class ParticleLists
{
    /// <summary>One page of a list.</summary>
    /// <param name="run">The run.</param>
    /// <param name="selection">What the filter lets through.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sort">Order, or null for that of the table.</param>
    /// <param name="descending">Largest first.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">Particles of a page, ≥ 1.</param>
    public static ParticlePage Page(RunParticles run, ParticleSelection selection, ParticleFilter filter, ParticleQuantity? sort, bool descending, int page, int size)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(selection);
        int[] rows = ParticleQuery.Page(run.Columns, selection, sort?.Key, descending, checked((int)Math.Min(int.MaxValue, (page - 1L) * size)), size);
        return new ParticlePage(
            run.Columns.Count, selection.Count, page, size, ParticleFilterText.Format(filter), sort is null ? "" : (descending ? "-" : "") + sort.Key, run.IsUnderWay, [.. rows.Select(row => Row(run, row))]);
    }

    /// <summary>One particle.</summary>
    public static ParticleRow Row(RunParticles run, int row)
    {
        ArgumentNullException.ThrowIfNull(run);
        ParticleColumns columns = run.Columns;
        string id = columns.Id(row);
        var flags = (ParticleFlags)columns.Flags[row];
        return new ParticleRow
        {
            ParticleId = id, Frame = columns.Frame(row), XPx = columns.Numbers("x_px")[row], YPx = columns.Numbers("y_px")[row], Weight = columns.Numbers(ParticleQuantity.Weight)[row],
            Values = ParticleQuantity.All.Where(quantity => columns.Has(quantity.Key)).ToDictionary(quantity => quantity.Key, quantity => Known(columns.Numbers(quantity.Key)[row]), StringComparer.Ordinal),
            Flags = WordsOf(flags), Counts = flags.HasFlag(ParticleFlags.Counts), Decision = run.Decisions.Of(id),
        };
    }

    /// <summary>Two quantities against each other: counts in cells, and single particles where they are few.</summary>
    /// <param name="run">The run.</param>
    /// <param name="selection">What the filter lets through; particles that do not count are left out.</param>
    /// <param name="across">Horizontal.</param>
    /// <param name="up">Vertical.</param>
    /// <param name="cells">Cells each way, 4…200.</param>
    /// <param name="points">Single particles at most, drawn evenly.</param>
    public static ParticleScatter Scatter(RunParticles run, ParticleSelection selection, ParticleQuantity across, ParticleQuantity up, int cells, int points)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(across);
        ArgumentNullException.ThrowIfNull(up);
        ParticleSelection counted = ParticleQuery.Counted(run.Columns, selection, null);
        double[] xs = run.Columns.Numbers(across.Key), ys = run.Columns.Numbers(up.Key);
        (double XLow, double XHigh) = Ends(xs, counted);
        (double YLow, double YHigh) = Ends(ys, counted);
        int[] counts = new int[cells * cells];
        List<int> known = [];
        int step = Math.Max(1, counted.Count / Math.Max(1, points)), seen = 0;
        for (int row = 0; row < xs.Length; row++)
        {
            if (!counted.Rows[row] || !double.IsFinite(xs[row]) || !double.IsFinite(ys[row])) continue;
            int column = Math.Clamp((int)((xs[row] - XLow) / (XHigh - XLow) * cells), 0, cells - 1), line = Math.Clamp((int)((ys[row] - YLow) / (YHigh - YLow) * cells), 0, cells - 1);
            counts[line * cells + column]++;
            if (seen++ % step == 0 && known.Count < points) known.Add(row);
        }

        return new ParticleScatter(
            across.Key, up.Key, XLow, XHigh, YLow, YHigh, cells,
            [.. counts.Select((count, at) => (Count: count, At: at)).Where(cell => cell.Count > 0).Select(cell => (int[])[cell.At % cells, cell.At / cells, cell.Count])],
            [.. known.Select(row => new ScatterPoint(run.Columns.Id(row), xs[row], ys[row]))], seen);
    }

    /// <summary>Words of the flags that speak against a particle.</summary>
    public static IReadOnlyList<string> WordsOf(ParticleFlags flags)
    {
        List<string> words = [];
        if (flags.HasFlag(ParticleFlags.Edge)) words.Add("edge");
        if (flags.HasFlag(ParticleFlags.Overlap)) words.Add("overlap");
        if (flags.HasFlag(ParticleFlags.Doubtful)) words.Add("doubtful");
        return words;
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The range that holds all but the outermost half percent at either end.</summary>
    private static (double Low, double High) Ends(double[] values, ParticleSelection selection)
    {
        double[] known = [.. Sampled(values, selection)];
        if (known.Length == 0) return (0, 1);
        Array.Sort(known);
        double low = known[(int)(0.005 * (known.Length - 1))], high = known[(int)Math.Ceiling(0.995 * (known.Length - 1))], margin = high > low ? 0.04 * (high - low) : Math.Max(1e-9, 0.05 * Math.Abs(high));
        return (low - margin, high + margin);
    }

    private static IEnumerable<double> Sampled(double[] values, ParticleSelection selection)
    {
        int step = Math.Max(1, selection.Count / 20_000), seen = 0;
        for (int row = 0; row < values.Length; row++)
            if (selection.Rows[row] && double.IsFinite(values[row]) && seen++ % step == 0) yield return values[row];
    }
}
