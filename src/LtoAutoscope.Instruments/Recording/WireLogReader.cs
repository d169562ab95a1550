using LtoAutoscope.Domain;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>Puts the files of a ring together. Several recordings may follow one another in it; their connections are numbered on and their seconds follow the clock.</summary>
internal sealed class WireLogReader
{
    private readonly List<WireLogEntry> _entries = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<int> _open = [];
    private string? _recording;
    private int _firstConnection;
    private int _lastConnection;
    private TimeSpan _shift;
    private bool _isShifted = true;

    public IReadOnlyList<WireLogEntry> Entries => _entries;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <exception cref="InputException">The lines are no wire log, or one that is not the last is malformed.</exception>
    public void Add(string name, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0 || lines[0] != WireLine.Header)
            throw new InputException($"it does not begin with '{WireLine.Header}'", name, "Name a file that 'instrument record' or the daemon's wire/ folder made");
        if (lines.Count > 1 && lines[1].StartsWith('#') && lines[1] != _recording)
        {
            (_recording, _firstConnection) = (lines[1], _lastConnection);
            _isShifted = _entries.Count == 0;
            _open.Clear();
        }

        for (int i = 1; i < lines.Count; i++)
        {
            try
            {
                if (WireLine.Parse(lines[i]) is { } record) Add(name, i + 1, record);
            }
            catch (FormatException failure)
            {
                if (i < lines.Count - 1) throw new InputException($"the line is malformed: {failure.Message}", $"{name}:{i + 1}", "Compare it with docs/wire-log.md", failure);
                _warnings.Add($"{name}:{i + 1}: the last line is unfinished and was left out");
            }
        }
    }

    private void Add(string name, int line, WireRecord record)
    {
        if (!_isShifted)
        {
            WireRecord first = _entries[0].Record;
            (_shift, _isShifted) = (first.Elapsed + (record.At - first.At) - record.Elapsed, true);
        }

        int connection = record.Connection == 0 ? 0 : _firstConnection + record.Connection;
        _lastConnection = Math.Max(_lastConnection, connection);

        // A new file of the same recording tells again which connections are open.
        if (record.Kind == WireRecordKind.Opened && !_open.Add(connection)) return;
        _entries.Add(new WireLogEntry(name, line, record with { Connection = connection, Elapsed = record.Elapsed + _shift }));
    }
}
