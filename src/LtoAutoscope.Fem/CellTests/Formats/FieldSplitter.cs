namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Cuts a line of delimited text into fields without copying them. Quoted fields may hold the separator.</summary>
internal sealed class FieldSplitter(char separator)
{
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
            if (Count == _fields.Length) Array.Resize(ref _fields, 2 * Count);
            _fields[Count++] = start..i;
            start = i + 1;
        }
    }

    /// <summary>A field of the line that was cut last, without quotes and spaces around it.</summary>
    internal ReadOnlySpan<char> Field(string line, int index) => line.AsSpan()[_fields[index]].Trim().Trim('"').Trim();

    /// <summary>All fields.</summary>
    internal string[] All(string line)
    {
        Split(line);
        var all = new string[Count];
        for (int i = 0; i < Count; i++) all[i] = Field(line, i).ToString();
        return all;
    }
}
