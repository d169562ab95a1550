using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.Gcs;

/// <summary>The twin's stage behind PI's General Command Set 2.0. Its clients share one controller: one error, one set of servos.</summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class GcsServer : IWireServer
{
    private readonly GcsController _controller;

    /// <param name="microscope">The microscope.</param>
    /// <param name="options">What the controller is like.</param>
    public GcsServer(TwinMicroscope microscope, GcsOptions options) => _controller = new GcsController(microscope.Stage, options, microscope.Clock.Wall);

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var session = new GcsSession(_controller);
        var buffer = new byte[256];
        while (await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            byte[] answer = session.Receive(buffer.AsSpan(0, read));
            if (answer.Length > 0) await link.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A connection without a wire, for tests.</summary>
    internal GcsSession Open() => new(_controller);
}
