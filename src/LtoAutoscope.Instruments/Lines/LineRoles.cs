using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Lines.Protocols;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Reads and sets what a protocol's file declares under <c>roles</c>. Every set is read back where the protocol can tell it.</summary>
internal sealed class LineRoles(LineDialogue dialogue, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private string Link => dialogue.Connection.Name;

    public bool Has(string role) => dialogue.Protocol.Roles.ContainsKey(role);

    public bool CanRead(string role) => dialogue.Protocol.Roles.TryGetValue(role, out LineRole? found) && found.Get.Length > 0;

    public bool CanSet(string role) => dialogue.Protocol.Roles.TryGetValue(role, out LineRole? found) && found.Set.Count > 0;

    /// <summary>Numbers of a role, by the names of its slots.</summary>
    public async Task<double[]> ReadAsync(string role, CancellationToken cancellationToken, params string[] slots)
    {
        LineRole found = Find(role);
        if (found.Get.Length == 0) throw NotSupported(role, "cannot be read");
        LineAnswer answer = await dialogue.AskAsync(found.Get, cancellationToken).ConfigureAwait(false);
        return [.. (slots.Length > 0 ? slots : [role]).Select(slot => dialogue.Number(answer, slot)
            ?? throw new InstrumentFaultException(Fault.MalformedAnswer, $"{found.Get} at {Link} gave '{string.Join(' ', answer.Lines)}', which tells no {slot}"))];
    }

    public async Task<double> ReadNumberAsync(string role, CancellationToken cancellationToken) => (await ReadAsync(role, cancellationToken).ConfigureAwait(false))[0];

    public async Task<bool?> ReadFlagAsync(string role, CancellationToken cancellationToken)
    {
        LineRole found = Find(role);
        if (found.Get.Length == 0) return null;
        return await dialogue.AskIfKnownAsync(found.Get, cancellationToken).ConfigureAwait(false) is { } answer ? dialogue.Flag(answer, role) : null;
    }

    public async Task<string> ReadTextAsync(string role, CancellationToken cancellationToken)
    {
        LineRole found = Find(role);
        if (found.Get.Length == 0) throw NotSupported(role, "cannot be read");
        LineAnswer answer = await dialogue.AskAsync(found.Get, cancellationToken).ConfigureAwait(false);
        return answer.Values.TryGetValue(role, out LineValue value) ? value.Text.Trim() : "";
    }

    /// <summary>Sends a role's commands without values.</summary>
    public async Task DoAsync(string role, CancellationToken cancellationToken)
    {
        foreach (string command in Settable(role).Set) await dialogue.AskAtRestAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task SetTextAsync(string role, string text, CancellationToken cancellationToken)
    {
        foreach (string command in Settable(role).Set)
            await dialogue.AskAtRestAsync(command, cancellationToken, words: new Dictionary<string, string> { [role] = text }).ConfigureAwait(false);
        if (CanRead(role) && await ReadTextAsync(role, cancellationToken).ConfigureAwait(false) is var read && !read.Equals(text, StringComparison.OrdinalIgnoreCase))
            throw new InstrumentFaultException(Fault.SetNotTaken, $"{role}: '{text}' was set, '{read}' reads back");
    }

    public async Task SetFlagAsync(string role, bool yes, CancellationToken cancellationToken)
    {
        await SendAsync(role, [(role, yes ? 1 : 0)], cancellationToken).ConfigureAwait(false);
        if (!CanRead(role)) return;
        bool? read = null;
        for (long began = time.GetTimestamp(); (read = await ReadFlagAsync(role, cancellationToken).ConfigureAwait(false)) != yes;)
        {
            // A controller that lacks the question has taken the set, and that is all that can be known.
            if (read is null && dialogue.Protocol.Commands[Find(role).Get].IsOptional) return;
            if (time.GetElapsedTime(began) >= Find(role).Settle)
                throw new InstrumentFaultException(Fault.SetNotTaken, $"{role}: {(yes ? "yes" : "no")} was set, {(read is { } told ? told ? "yes" : "no" : "nothing")} reads back");
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task SetNumberAsync(string role, double value, CancellationToken cancellationToken) => SetAsync(role, [(role, value)], cancellationToken);

    /// <summary>Sets the numbers of a role and waits until they read back.</summary>
    public async Task SetAsync(string role, (string Slot, double Value)[] wanted, CancellationToken cancellationToken)
    {
        await SendAsync(role, wanted, cancellationToken).ConfigureAwait(false);
        if (CanRead(role)) await ConfirmAsync(role, wanted, Find(role).Tolerance, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a role's set commands and reads nothing back.</summary>
    public async Task SendAsync(string role, (string Slot, double Value)[] wanted, CancellationToken cancellationToken)
    {
        foreach ((string slot, double value) in wanted)
        {
            if (dialogue.Protocol.Quantities.TryGetValue(slot, out LineQuantity? quantity) && !quantity.IsFlag && !(value >= quantity.Least && value <= quantity.Most))
                throw new InstrumentFaultException(Fault.CommandRejected, FormattableString.Invariant($"{slot} {value:0.######} was not sent, {dialogue.Protocol.Name} takes {quantity.Least} to {quantity.Most}"));
        }

        Dictionary<string, double> quantities = wanted.ToDictionary(entry => entry.Slot, entry => entry.Value, StringComparer.Ordinal);
        foreach (string command in Settable(role).Set) await dialogue.AskAtRestAsync(command, cancellationToken, quantities).ConfigureAwait(false);
    }

    /// <summary>Waits until a role reads back what was wanted.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.SetNotTaken"/>, with both figures.</exception>
    public async Task ConfirmAsync(string role, (string Slot, double Value)[] wanted, double tolerance, CancellationToken cancellationToken)
    {
        TimeSpan settle = Find(role).Settle;
        for (long began = time.GetTimestamp(); ;)
        {
            double[] read = await ReadAsync(role, cancellationToken, [.. wanted.Select(entry => entry.Slot)]).ConfigureAwait(false);
            int off = Enumerable.Range(0, wanted.Length).FirstOrDefault(i => !(Math.Abs(read[i] - wanted[i].Value) <= tolerance), -1);
            if (off < 0) return;
            if (time.GetElapsedTime(began) >= settle)
                throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant($"{wanted[off].Slot} {wanted[off].Value:0.######} was set, {read[off]:0.######} reads back"));
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The bytes that set a flag, with their end; null when it cannot be set. For a stop, which takes no turn.</summary>
    public string? FlagText(string role, bool yes)
        => CanSet(role)
            ? string.Concat(Find(role).Set.Select(command => dialogue.Write(dialogue.Protocol.Commands[command], new Dictionary<string, double> { [role] = yes ? 1 : 0 })
                + dialogue.Protocol.Framing.RequestEnd))
            : null;

    private LineRole Settable(string role) => Find(role) is { Set.Count: > 0 } found ? found : throw NotSupported(role, "cannot be set");

    private LineRole Find(string role) => dialogue.Protocol.Roles.TryGetValue(role, out LineRole? found) ? found : throw NotSupported(role, "is not in it");

    private InstrumentFaultException NotSupported(string role, string what) => new(Fault.NotSupported, $"{role} {what} over {dialogue.Protocol.Title}");
}
