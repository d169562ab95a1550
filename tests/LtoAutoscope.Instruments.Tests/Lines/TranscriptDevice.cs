using System.Text;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Lines;

/// <summary>A device that says what a transcript says, and only when it was asked what the transcript asks.</summary>
internal sealed class TranscriptDevice(LineTranscript transcript) : IWireServer
{
    private int _at;

    /// <summary>What did not go as written; null while all did.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether all of it was said.</summary>
    public bool IsDone => Next() is null;

    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        var asked = new StringBuilder();
        await SayAsync(link, cancellationToken);
        int read;
        while ((read = await link.ReadAsync(buffer, cancellationToken)) > 0)
        {
            asked.Append(Encoding.Latin1.GetString(buffer, 0, read));
            while (asked.Length > 0 && Trouble is null)
            {
                string wanted = Next() is ('>', var text) ? LineTranscript.Unescape(text) : "";
                string got = asked.ToString();
                if (wanted.Length == 0 || !got.StartsWith(wanted, StringComparison.Ordinal) && !wanted.StartsWith(got, StringComparison.Ordinal))
                {
                    Trouble = $"{transcript.Protocol}/{transcript.File}, step {_at}: wanted {LineTranscript.Escape(wanted)}, got {LineTranscript.Escape(got)}";
                    break;
                }

                if (got.Length < wanted.Length) break;
                asked.Remove(0, wanted.Length);
                _at++;
                await SayAsync(link, cancellationToken);
            }
        }
    }

    private async Task SayAsync(IByteLink link, CancellationToken cancellationToken)
    {
        while (Next() is ('<', var text))
        {
            _at++;
            await link.WriteAsync(Encoding.Latin1.GetBytes(LineTranscript.Unescape(text)), cancellationToken);
        }
    }

    /// <summary>The next line that is said by either end.</summary>
    private (char Kind, string Text)? Next()
    {
        while (_at < transcript.Steps.Count && transcript.Steps[_at].Kind is '=' or '!') _at++;
        return _at < transcript.Steps.Count ? transcript.Steps[_at] : null;
    }
}
