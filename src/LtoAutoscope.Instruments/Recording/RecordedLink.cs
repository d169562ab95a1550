using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Recording;

/// <summary>A link whose bytes are written down on their way.</summary>
internal sealed class RecordedLink : IByteLink
{
    private readonly IByteLink _link;
    private readonly string _purpose;
    private readonly int _number;
    private readonly WireRecorder _recorder;
    private readonly int _keep;
    private FrameCutter? _cutter;
    private int _isClosed;
    private bool _isLost;

    public RecordedLink(IByteLink link, string purpose, int number, WireRecorder recorder, WireRecorderSettings settings)
    {
        (_link, _purpose, _number, _recorder, _keep) = (link, purpose, number, recorder, settings.RecordBytes);
        if (!settings.ImagePurposes.TryGetValue(purpose, out FrameLayout? layout)) return;
        _keep = settings.ImageBytes;
        _cutter = layout is null ? null : new FrameCutter(layout, settings.ImageBytes);
    }

    public string Name => _link.Name;

    public void Begin() => Post(WireRecordKind.Opened, text: Name);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await _link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0) Received(buffer.Span[..read]);
            else Lost("the other end closed it");
            return read;
        }
        catch (InstrumentFaultException fault)
        {
            Lost(fault.Detail);
            throw;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // Before the bytes are handed over: an answer must not be written down before its question.
        Keep(WireRecordKind.Sent, bytes.Span);
        try
        {
            await _link.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (InstrumentFaultException fault)
        {
            Lost(fault.Detail);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            if (_cutter is { Missing: > 0 } cutter) Post(WireRecordKind.Note, text: FormattableString.Invariant($"{cutter.Missing} bytes of the last frame did not come"));
            Post(WireRecordKind.Closed);
        }

        return _link.DisposeAsync();
    }

    private void Received(ReadOnlySpan<byte> bytes)
    {
        if (_cutter is null)
        {
            Keep(WireRecordKind.Received, bytes);
            return;
        }

        if (_cutter.Add(bytes) is not { } frames)
        {
            _cutter = null;
            Post(WireRecordKind.Note, text: "these are no frames of the known layout; only the beginning of each read is kept from here on");
            Keep(WireRecordKind.Received, bytes);
            return;
        }

        foreach ((byte[] head, long omitted) in frames) Post(WireRecordKind.Received, head, omitted);
    }

    private void Keep(WireRecordKind kind, ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, _keep);
        Post(kind, bytes[..kept].ToArray(), bytes.Length - kept);
    }

    private void Lost(string reason)
    {
        if (Volatile.Read(ref _isClosed) != 0 || _isLost) return;
        _isLost = true;
        Post(WireRecordKind.Lost, text: reason);
    }

    private void Post(WireRecordKind kind, ReadOnlyMemory<byte> bytes = default, long omitted = 0, string text = "") => _recorder.Post(_number, _purpose, kind, bytes, omitted, text);
}
