using System.Text;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;

namespace LtoAutoscope.Twin.Stops;

/// <summary>Notes when the bytes of a stop have come whole to the server's end of a wire.</summary>
internal sealed class StopMark(byte[] stop, TimeProvider time)
{
    private readonly byte[] _stop = stop;
    private readonly Lock _state = new();
    private TaskCompletionSource<long>? _waiting;

    /// <summary>The mark of a protocol's stop; null where it has no bytes for one.</summary>
    public static StopMark? Of(string protocol, TimeProvider time)
    {
        if (protocol == "xl30") return new StopMark(Xl30Message.Bytes(Xl30Opcode.SetBlank, 1).Encode(), time);
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol);
        if (definition.Stop.Send.Count == 0) return null;
        // The first one ends the motion; what follows is for the work of others.
        LineCommand command = definition.Commands[definition.Stop.Send[0]];
        string text = command.Request.Write(_ => null);
        return new StopMark(Encoding.Latin1.GetBytes(command.IsRaw ? text : text + definition.Framing.RequestEnd), time);
    }

    /// <summary>The timestamp at which the next stop has come.</summary>
    public Task<long> NextAsync()
    {
        lock (_state) return (_waiting = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>A server's link that looks for the mark.</summary>
    public IByteLink Watch(IByteLink link) => new Watched(link, this);

    private void Came()
    {
        long now = time.GetTimestamp();
        lock (_state) _waiting?.TrySetResult(now);
    }

    private sealed class Watched(IByteLink link, StopMark mark) : IByteLink
    {
        private readonly byte[] _stop = mark._stop;
        private int _matched;

        public string Name => link.Name;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            int read = await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Look(buffer.Span[..read]);
            return read;
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => link.WriteAsync(bytes, cancellationToken);

        public ValueTask DisposeAsync() => link.DisposeAsync();

        private void Look(ReadOnlySpan<byte> bytes)
        {
            foreach (byte one in bytes)
            {
                _matched = one == _stop[_matched] ? _matched + 1 : one == _stop[0] ? 1 : 0;
                if (_matched < _stop.Length) continue;
                _matched = 0;
                mark.Came();
            }
        }
    }
}
