namespace LtoAutoscope.Instruments.Transports;

/// <summary>A TCP port.</summary>
/// <param name="Host">Name or IPv4 address.</param>
/// <param name="Port">1…65535.</param>
public sealed record TcpEndpoint(string Host, int Port) : LinkEndpoint
{
    /// <inheritdoc/>
    public override async Task<IByteLink> OpenAsync(TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
        => await TcpLink.ConnectAsync(Host, Port, timeout, timeProvider, cancellationToken).ConfigureAwait(false);

    /// <summary><c>host:port</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Host}:{Port}");
}
