namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Cuts a line of delimited text into fields without copying them. Quoted fields may hold the separator.</summary>
internal sealed class FieldSplitter(char separator)
{
    /// <summary>The most fields of a line that are kept; what lies beyond is passed over.</summary>
    internal const int MostFields = 4096;

    private Range[] _fields = new Range[64];

    /// <summary>Fields of the present line.</summary>
    internal int Count { get; private set; }

    /// <summary>Cuts a line.</summary>
    internal void Split(string line)
    {
        Count = 0;
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            char c = i < line.Length ? line[i] : separator;
            if (c == '"') quoted = !quoted;
            if (i < line.Length && (c != separator || quoted)) continue;
            if (Count == MostFields) return;
            if (Count == _fields.Length) Array.Resize(ref _fields, 2 * Count);
            _fields[Count++] = start..i;
            start = i + 1;
        }
    }

    /// <summary>A field of the line that was cut last, without quotes and spaces around it; empty where the line has fewer.</summary>
    internal ReadOnlySpan<char> Field(string line, int index) => index >= Count ? default : line.AsSpan()[_fields[index]].Trim().Trim('"').Trim();

    /// <summary>All fields.</summary>
    internal string[] All(string line)
    {
        Split(line);
        var all = new string[Count];
        for (int i = 0; i < Count; i++) all[i] = Field(line, i).ToString();
        return all;
    }
}
