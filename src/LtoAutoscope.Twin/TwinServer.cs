namespace LtoAutoscope.Twin;

/// <summary>One more protocol that a twin speaks.</summary>
/// <param name="Protocol">Name of its folder in <c>firmware-protocols/</c>.</param>
/// <param name="TcpPort">TCP port on loopback, 0 for any free one; null for a pseudo-terminal (Linux).</param>
public sealed record TwinServer(string Protocol, int? TcpPort);
