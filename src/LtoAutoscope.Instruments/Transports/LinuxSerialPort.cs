using System.ComponentModel;
using System.Threading.Channels;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>
/// A serial port under Linux. A thread of its own waits in <c>poll</c> for bytes, a hang-up or the closing, and looks twice a second whether the
/// device still has its name in <c>/dev</c>.
/// </summary>
internal sealed class LinuxSerialPort : IByteLink
{
    private const int LongestQueue = 256;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RoomInterval = TimeSpan.FromMilliseconds(2);

    private readonly int _descriptor;
    private readonly int _waker;
    private readonly SerialSettings _settings;
    private readonly TimeProvider _time;
    private readonly Channel<byte[]> _received = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(LongestQueue) { SingleWriter = true });
    private readonly SemaphoreSlim _oneWriter = new(1, 1);
    private readonly CancellationTokenSource _gone = new();
    private readonly TaskCompletionSource _readingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _left;
    private string? _lostBecause;
    private int _isClosing;

    private LinuxSerialPort(string name, int descriptor, int waker, SerialSettings settings, TimeProvider time)
    {
        (Name, _descriptor, _waker, _settings, _time) = (name, descriptor, waker, settings, time);
        new Thread(ReadUntilGone) { IsBackground = true, Name = $"serial {name}" }.Start();
    }

    public string Name { get; }

    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>.</exception>
    public static LinuxSerialPort Open(string portName, SerialSettings settings, TimeProvider time)
    {
        int descriptor = -1;
        try
        {
            descriptor = LinuxTerminal.Open(portName);
            LinuxTerminal.Configure(descriptor, settings);
            return new LinuxSerialPort(portName, descriptor, LinuxTerminal.CreateWaker(), settings, time);
        }
        catch (Win32Exception failure)
        {
            if (descriptor >= 0) LinuxTerminal.Close(descriptor);
            throw new InstrumentFaultException(Fault.Unreachable, $"{portName}: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left.IsEmpty)
        {
            if (!await _received.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) throw Lost();
            if (!_received.Reader.TryRead(out byte[]? chunk)) throw Lost();
            _left = chunk;
        }

        int count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone.Token);
        try
        {
            await _oneWriter.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                either.Token.ThrowIfCancellationRequested();
                await WriteAllAsync(bytes, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneWriter.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Lost();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            await _readingEnded.Task.ConfigureAwait(false);
            return;
        }

        Interlocked.CompareExchange(ref _lostBecause, "the port was closed here", null);
        LinuxTerminal.Wake(_waker);
        await _gone.CancelAsync().ConfigureAwait(false);
        await _readingEnded.Task.ConfigureAwait(false);

        // Whoever writes gives up now; the descriptor must not be closed, and its number given away, under a write.
        await _oneWriter.WaitAsync(CancellationToken.None).ConfigureAwait(false);

        // A stop may have been the last word: it gets the time to leave.
        for (long began = _time.GetTimestamp(); LinuxTerminal.Unsent(_descriptor) > 0 && _time.GetElapsedTime(began) < DrainTime;)
            await Task.Delay(RoomInterval, _time, CancellationToken.None).ConfigureAwait(false);
        LinuxTerminal.Close(_descriptor);
        LinuxTerminal.CloseWaker(_waker);
        _oneWriter.Release();
    }

    private async Task WriteAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (long began = _time.GetTimestamp(); bytes.Length > 0;)
        {
            int written = LinuxTerminal.Write(_descriptor, bytes.Span, out int error);
            if (written > 0)
            {
                bytes = bytes[written..];
                began = _time.GetTimestamp();
            }
            else if (error == LinuxTerminal.TryAgain)
            {
                if (_time.GetElapsedTime(began) > _settings.WriteTimeout)
                    throw new InstrumentFaultException(Fault.LinkLost, FormattableString.Invariant($"{Name}: the port takes no bytes for {_settings.WriteTimeout.TotalSeconds:0.#} s"));
                await Task.Delay(RoomInterval, _time, cancellationToken).ConfigureAwait(false);
            }
            else if (error != LinuxTerminal.Interrupted)
            {
                throw new InstrumentFaultException(Fault.LinkLost, $"{Name}: {new Win32Exception(error).Message.TrimEnd('.')}");
            }
        }
    }

    private void ReadUntilGone()
    {
        string reason = "the port was closed here";
        try
        {
            reason = ReadUntilReason();
        }
        finally
        {
            Interlocked.CompareExchange(ref _lostBecause, reason, null);
            _received.Writer.TryComplete();
            _readingEnded.TrySetResult();
            if (Volatile.Read(ref _isClosing) == 0) _ = _gone.CancelAsync();
        }
    }

    private string ReadUntilReason()
    {
        var entries = new LinuxTerminal.PollEntry[2];
        entries[0].Descriptor = _descriptor;
        entries[1] = new LinuxTerminal.PollEntry { Descriptor = _waker, Wanted = LinuxTerminal.PollIn };
        var buffer = new byte[4096];
        byte[]? waiting = null;
        long looked = _time.GetTimestamp();
        while (true)
        {
            // While nobody takes what has come, the kernel keeps the rest, and only a hang-up is waited for.
            entries[0].Wanted = waiting is null ? LinuxTerminal.PollIn : (short)0;
            int news = LinuxTerminal.Poll(entries, waiting is null ? LookInterval : TimeSpan.FromMilliseconds(10));
            if (Volatile.Read(ref _isClosing) != 0) return "the port was closed here";
            if (waiting is not null && _received.Writer.TryWrite(waiting)) waiting = null;
            short happened = news > 0 ? entries[0].Happened : (short)0;
            if ((happened & LinuxTerminal.PollIn) != 0 && waiting is null)
            {
                int read = LinuxTerminal.Read(_descriptor, buffer, out int error);
                if (read == 0) return "the line was hung up; the adapter is unplugged";
                if (read < 0 && error is not (LinuxTerminal.TryAgain or LinuxTerminal.Interrupted)) return $"{new Win32Exception(error).Message.TrimEnd('.')}; the adapter is unplugged";
                if (read > 0)
                {
                    byte[] chunk = buffer[..read];
                    if (!_received.Writer.TryWrite(chunk)) waiting = chunk;
                }
            }
            else if ((happened & (LinuxTerminal.PollHangUp | LinuxTerminal.PollError | LinuxTerminal.PollInvalid)) != 0)
            {
                return "the line was hung up; the adapter is unplugged";
            }

            if (_time.GetElapsedTime(looked) < LookInterval) continue;
            looked = _time.GetTimestamp();
            if (!LinuxTerminal.IsPresent(_descriptor)) return "the device is gone from /dev; the adapter is unplugged";
        }
    }

    private InstrumentFaultException Lost() => new(Fault.LinkLost, $"{Name}: {Volatile.Read(ref _lostBecause) ?? "the port is closed"}");
}
