using System.Text;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A client's ear: what has come over a link, in order.</summary>
internal sealed class AnswerReader(IByteLink link)
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly StringBuilder _come = new();
    private Task<int>? _reading;

    /// <summary>Waits for an answer.</summary>
    /// <returns>Null when it came; else what came.</returns>
    public async Task<string?> ExpectAsync(string text, TimeSpan longest, CancellationToken cancellationToken)
    {
        string bare = LineTranscript.Unescape(text);
        bool isExact = !text.Contains(@"\*", StringComparison.Ordinal);
        var pattern = LineTranscript.Pattern(text);
        while (isExact ? _come.Length < bare.Length : !pattern.IsMatch(_come.ToString()))
            if (!await MoreAsync(longest, cancellationToken)) break;
        string come = _come.ToString();
        if (isExact ? !come.StartsWith(bare, StringComparison.Ordinal) : !pattern.IsMatch(come)) return $"wanted {text}, got {LineTranscript.Escape(come)}";
        _come.Remove(0, isExact ? bare.Length : come.Length);
        return null;
    }

    /// <summary>Waits until a text is in what has come.</summary>
    public async Task<bool> FindAsync(string text, TimeSpan longest, CancellationToken cancellationToken)
    {
        while (!_come.ToString().Contains(text, StringComparison.Ordinal))
            if (!await MoreAsync(longest, cancellationToken)) return false;
        _come.Clear();
        return true;
    }

    /// <summary>What has come and was not expected.</summary>
    public async Task<string> RestAsync(CancellationToken cancellationToken)
    {
        while (await MoreAsync(TimeSpan.FromMilliseconds(100), cancellationToken))
        {
            // All of it.
        }

        return LineTranscript.Escape(_come.ToString());
    }

    private async Task<bool> MoreAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        _reading ??= link.ReadAsync(_buffer, cancellationToken).AsTask();
        if (await Task.WhenAny(_reading, PatientTime.DelayAsync(longest, cancellationToken)) != _reading) return false;
        int read = await _reading;
        _reading = null;
        _come.Append(Encoding.Latin1.GetString(_buffer, 0, read));
        return read > 0;
    }
}
