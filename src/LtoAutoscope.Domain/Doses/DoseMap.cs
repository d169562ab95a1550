namespace LtoAutoscope.Domain.Doses;

/// <summary>Exposures found by place: cells of a tenth of a millimetre, so that a question costs the neighbourhood and not the whole ledger.</summary>
/// <remarks>Not thread-safe; the owner guards it.</remarks>
public sealed class DoseMap
{
    private const double CellMm = 0.1;
    private readonly List<DoseEntry> _entries = [];
    private readonly Dictionary<(int X, int Y), List<int>> _cells = [];

    /// <summary>Every exposure, oldest first.</summary>
    public IReadOnlyList<DoseEntry> Entries => _entries;

    /// <summary>Takes in one exposure.</summary>
    public void Add(DoseEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entries.Add(entry);
        foreach ((int X, int Y) cell in Cells(entry.XMm, entry.YMm, entry.WidthUm, entry.HeightUm))
        {
            if (!_cells.TryGetValue(cell, out List<int>? here)) _cells[cell] = here = [];
            here.Add(_entries.Count - 1);
        }
    }

    /// <summary>The exposures whose fields overlap a field, oldest first.</summary>
    public IReadOnlyList<DoseEntry> At(double xMm, double yMm, double widthUm, double heightUm)
    {
        var found = new SortedSet<int>();
        foreach ((int X, int Y) cell in Cells(xMm, yMm, widthUm, heightUm))
        {
            if (!_cells.TryGetValue(cell, out List<int>? here)) continue;
            foreach (int index in here)
            {
                DoseEntry entry = _entries[index];
                if (Math.Abs(entry.XMm - xMm) < (entry.WidthUm + widthUm) / 2000 && Math.Abs(entry.YMm - yMm) < (entry.HeightUm + heightUm) / 2000) found.Add(index);
            }
        }

        return [.. found.Select(index => _entries[index])];
    }

    private static IEnumerable<(int X, int Y)> Cells(double xMm, double yMm, double widthUm, double heightUm)
    {
        double halfX = widthUm / 2000, halfY = heightUm / 2000;
        for (int x = (int)Math.Floor((xMm - halfX) / CellMm); x <= (int)Math.Floor((xMm + halfX) / CellMm); x++)
            for (int y = (int)Math.Floor((yMm - halfY) / CellMm); y <= (int)Math.Floor((yMm + halfY) / CellMm); y++)
                yield return (x, y);
    }
}
