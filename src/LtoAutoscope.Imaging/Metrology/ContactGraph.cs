using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Which labels of a mask touch (share an edge of a pixel), and the groups that touching forms.</summary>
internal sealed class ContactGraph
{
    private readonly int[] _parent;
    private readonly bool[] _touches;
    private readonly (int MinX, int MinY, int MaxX, int MaxY)[] _extents;

    internal ContactGraph(LabelImage labels)
    {
        int count = labels.Maximum + 1;
        _parent = [.. Enumerable.Range(0, count)];
        _touches = new bool[count];
        _extents = new (int, int, int, int)[count];
        Array.Fill(_extents, (int.MaxValue, int.MaxValue, -1, -1));
        for (int y = 0; y < labels.Height; y++)
        {
            for (int x = 0; x < labels.Width; x++)
            {
                int label = labels.Labels[y * labels.Width + x];
                if (label > 0) Extend(label, x, y);
                Contact(label, x + 1 < labels.Width ? labels.Labels[y * labels.Width + x + 1] : 0);
                Contact(label, y + 1 < labels.Height ? labels.Labels[(y + 1) * labels.Width + x] : 0);
            }
        }

        for (int label = 1; label < count; label++)
        {
            int group = GroupOf(label);
            if (group == label || _extents[label].MaxX < 0) continue;
            (int minX, int minY, int maxX, int maxY) = _extents[label];
            Extend(group, minX, minY);
            Extend(group, maxX, maxY);
        }
    }

    /// <summary>The smallest label of the group.</summary>
    internal int GroupOf(int label)
    {
        while (_parent[label] != label) label = _parent[label] = _parent[_parent[label]];
        return label;
    }

    /// <summary>Whether a label touches another one.</summary>
    internal bool Touches(int label) => _touches[label];

    /// <summary>Width and height of a group, pixels.</summary>
    internal (int Width, int Height) ExtentOf(int group)
    {
        (int minX, int minY, int maxX, int maxY) = _extents[group];
        return (maxX - minX + 1, maxY - minY + 1);
    }

    private void Contact(int a, int b)
    {
        if (a == b || a <= 0 || b <= 0) return;
        _touches[a] = _touches[b] = true;
        int first = GroupOf(a), second = GroupOf(b);
        if (first != second) _parent[Math.Max(first, second)] = Math.Min(first, second);
    }

    private void Extend(int label, int x, int y)
    {
        (int minX, int minY, int maxX, int maxY) = _extents[label];
        _extents[label] = (Math.Min(minX, x), Math.Min(minY, y), Math.Max(maxX, x), Math.Max(maxY, y));
    }
}
