using System.Text;
using System.Threading.Channels;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The twin's stage behind GRBL 1.1h. Its clients share one controller; answers go to whoever asked, alarms and greetings to all.</summary>
/// <remarks>Thread safety: all members.</remarks>
public sealed class GrblServer : IWireServer
{
    private const int MostWaitingAnswers = 4096;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);
    private readonly GrblController _controller;
    private readonly TimeProvider _wall;
    private readonly SemaphoreSlim _wake = new(0);
    private int _pumping;

    /// <param name="microscope">The microscope.</param>
    /// <param name="options">What the controller is like.</param>
    public GrblServer(TwinMicroscope microscope, GrblOptions options)
        => (_controller, _wall) = (new GrblController(microscope.Stage, microscope.Clock, options), microscope.Clock.Wall);

    /// <inheritdoc/>
    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        // Motion goes on when the host has left, so the pump belongs to the server and not to a connection.
        if (Interlocked.Exchange(ref _pumping, 1) == 0) _ = Task.Run(() => PumpAsync(cancellationToken), CancellationToken.None);

        // A client that does not read loses answers; it must not hold up the others.
        var outgoing = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaitingAnswers) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
        var client = new GrblClient(text => outgoing.Writer.TryWrite(text));
        Task sending = SendAsync(outgoing.Reader, link, cancellationToken);
        _controller.Connect(client);
        try
        {
            var buffer = new byte[256];
            while (await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                _controller.Receive(buffer.AsSpan(0, read), client);
                if (_controller.IsActive && _wake.CurrentCount == 0) _wake.Release();
            }
        }
        finally
        {
            _controller.Disconnect(client);
            outgoing.Writer.TryComplete();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The controller, for tests without a wire.</summary>
    internal GrblController Controller => _controller;

    private static async Task SendAsync(ChannelReader<string> answers, IByteLink link, CancellationToken cancellationToken)
    {
        while (await answers.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var text = new StringBuilder();
            while (answers.TryRead(out string? answer)) text.Append(answer);
            await link.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (_controller.IsActive)
            {
                _controller.Pump();
                await Task.Delay(Step, _wall, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
