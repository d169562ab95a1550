using System.Globalization;
using System.Text;
using System.Threading.Channels;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>One client of a <see cref="RemCon32Server"/>.</summary>
internal sealed class RemCon32Session(IByteLink link, TwinMicroscope microscope, RemCon32Commands commands, RemCon32Options options)
{
    private const int LongestLine = 400;
    private const int MostWaiting = 256;
    private const string Abort = "ABO";
    private readonly Channel<(string Line, long Number)> _requests = Channel.CreateBounded<(string, long)>(MostWaiting);
    private readonly Lock _state = new();
    private long _received, _abortedBefore;
    private CancellationTokenSource? _running;
    private Task _aborting = Task.CompletedTask;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task answering = AnswerAsync(ending.Token);
        try
        {
            await ReceiveAsync(ending.Token).ConfigureAwait(false);
            // A client that leaves gets what it asked for done.
            _requests.Writer.TryComplete();
            await answering.ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lines end in a carriage return; line feeds are passed over.</summary>
    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var line = new StringBuilder();
        while (await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            for (int i = 0; i < read; i++)
            {
                char sign = (char)buffer[i];
                if (sign is not ('\r' or '\n') && line.Length <= LongestLine) line.Append(sign);
                if (sign != '\r') continue;
                string request = line.ToString();
                line.Clear();
                if (request.Trim().Equals(Abort, StringComparison.OrdinalIgnoreCase)) AbortRunning();
                await _requests.Writer.WriteAsync((request, _received++), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Aborts what runs, and what came before the abort but has not begun yet.</summary>
    private void AbortRunning()
    {
        microscope.Stage.Stop();
        lock (_state)
        {
            _abortedBefore = _received;
            if (_running is not null) _aborting = _running.CancelAsync();
        }
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach ((string line, long number) in _requests.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                bool isAborted;
                lock (_state) (_running, isAborted) = (running, number < _abortedBefore);
                if (isAborted) await running.CancelAsync().ConfigureAwait(false);
                try
                {
                    await AnswerAsync(line, running.Token, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    Task aborting;
                    lock (_state) (_running, aborting) = (null, _aborting);
                    await aborting.ConfigureAwait(false);
                }
            }
        }
        catch (InstrumentFaultException)
        {
            // The client is gone; nobody waits for answers.
        }
    }

    private async Task AnswerAsync(string line, CancellationToken running, CancellationToken cancellationToken)
    {
        if (line.Length > LongestLine)
        {
            await WriteAsync("@", Number(RemCon32Error.TooLong), cancellationToken).ConfigureAwait(false);
            return;
        }

        var request = RemCon32Request.Parse(line);
        RemCon32Command? command = commands.Find(request.Verb);
        if (command is not null && (request.Arguments.Count < command.Least || request.Arguments.Count > command.Most))
        {
            await WriteAsync("#", options.NumberAfterRefusal ? "*601" : "", cancellationToken).ConfigureAwait(false);
            return;
        }

        TimeSpan delay = options.Delays.TryGetValue(request.Verb, out TimeSpan own) || options.Delays.TryGetValue("*", out own) ? own : TimeSpan.Zero;
        bool isSlow = delay > TimeSpan.Zero || command is { Seconds: > 0 } || request.Verb == "FREC";
        if (isSlow) await WriteAsync("@", "", cancellationToken).ConfigureAwait(false);
        string answer = await DoAsync(request, command, delay, running, cancellationToken).ConfigureAwait(false);
        await WriteAsync(isSlow ? "" : "@", answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The second line, or nothing.</summary>
    private async Task<string> DoAsync(RemCon32Request request, RemCon32Command? command, TimeSpan delay, CancellationToken running, CancellationToken cancellationToken)
    {
        if (command is null) return Number(RemCon32Error.Unknown);
        try
        {
            if (delay > TimeSpan.Zero) await Task.Delay(delay, microscope.Clock.Wall, running).ConfigureAwait(false);
            if (command.Seconds > 0) await microscope.Clock.DelayAsync(command.Seconds, running).ConfigureAwait(false);
            return ">" + await command.Do(request, running).ConfigureAwait(false);
        }
        catch (RemCon32RefusalException refusal)
        {
            return refusal.Error == RemCon32Error.Type && options.SilentOnWrongType ? "" : Number(refusal.Error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Number(RemCon32Error.Aborted);
        }
    }

    private string Number(RemCon32Error error) => string.Create(CultureInfo.InvariantCulture, $"*{(options.BlankBeforeNumber ? " " : "")}{(int)error}");

    private async Task WriteAsync(string first, string second, CancellationToken cancellationToken)
    {
        string text = (first.Length > 0 ? first + options.LineEnd : "") + (second.Length > 0 ? second + options.LineEnd : "");
        if (text.Length > 0) await link.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken).ConfigureAwait(false);
    }
}
