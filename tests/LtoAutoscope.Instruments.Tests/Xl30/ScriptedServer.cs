using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Xl30;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.Xl30;

/// <summary>An instrument that answers as a test says: bytes of any kind, later, or nothing.</summary>
internal sealed class ScriptedServer(Func<Xl30Message, IByteLink, Task> answer) : IWireServer
{
    /// <summary>One that answers the identity and leaves the rest to a test; what it gives null for gets no answer.</summary>
    public static ScriptedServer Answering(Func<Xl30Message, byte[]?> answer, Func<bool>? tellsIdentity = null) => new(async (request, link) =>
    {
        byte[]? bytes = request.Opcode == Xl30Opcode.GetIdentity && tellsIdentity?.Invoke() != false ? Xl30Message.Words(request.Opcode, 3, 7).Encode() : answer(request);
        if (bytes is not null) await link.WriteAsync(bytes, CancellationToken.None);
    });

    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        var reader = new Xl30MessageReader();
        while (await link.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            reader.Add(buffer.AsSpan(0, read));
            while (reader.TryTake(out Xl30Finding finding))
                if (finding.Message is { } request) await answer(request, link);
        }
    }
}
