using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Twin.Servers;

/// <summary>
/// The twin behind the serial protocol of the Philips/FEI XL series, as an XL30. One request after the other: a move is answered when the stage has come to
/// rest, and until then nothing else is answered. Error numbers are the twin's own; the source names none.
/// </summary>
/// <remarks>Thread safety: all members; what was set is shared by all clients.</remarks>
public sealed class Xl30Server : IWireServer
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly Xl30Commands _commands;
    private readonly TimeProvider _time;

    /// <param name="microscope">The microscope.</param>
    /// <param name="imageFolder">Where TIFF files are written that a client asks for; null for a microscope whose disk takes none.</param>
    public Xl30Server(TwinMicroscope microscope, string? imageFolder = null)
        => (_commands, _time) = (new Xl30Commands(microscope, imageFolder), microscope.Clock.Wall);

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        var reader = new Xl30MessageReader();
        for (long last = _time.GetTimestamp(); await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0;)
        {
            // What is left of a message after a pause was cut off on its way.
            if (_time.GetElapsedTime(last) > LongestPause) reader.Clear();
            reader.Add(buffer.AsSpan(0, read));
            while (reader.TryTake(out Xl30Finding finding))
            {
                if (await AnswerAsync(finding, cancellationToken).ConfigureAwait(false) is { } answer)
                    await link.WriteAsync(answer.Encode(), cancellationToken).ConfigureAwait(false);
            }

            last = _time.GetTimestamp();
        }
    }

    /// <summary>The answer to what was found on the line; null for bytes that are no message.</summary>
    public async Task<Xl30Message?> AnswerAsync(Xl30Finding finding, CancellationToken cancellationToken)
    {
        if (finding.Message is not { } request)
            return finding.IsWhole ? Xl30Message.Error((Xl30Opcode)finding.Opcode, (uint)Xl30Error.Checksum) : null;
        try
        {
            return await _commands.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException)
        {
            return Xl30Message.Error(request.Opcode, (uint)Xl30Error.Payload);
        }
    }
}
