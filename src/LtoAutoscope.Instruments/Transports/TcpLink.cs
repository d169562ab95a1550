using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>A TCP connection with Nagle's delay off. A silent peer is asked for a sign of life, so that a half-open connection is noticed within <see cref="LongestSilence"/>.</summary>
public sealed class TcpLink : IByteLink
{
    /// <summary>How long a peer that has gone without a word may stay unnoticed, idle or with bytes under way: 15 s.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private const int FirstProbeSeconds = 6, ProbeIntervalSeconds = 3, Probes = 3;
    private const int LinuxTcpLevel = 6, LinuxTcpUserTimeout = 18;
    private readonly Socket _socket;

    private TcpLink(Socket socket, string name)
    {
        _socket = socket;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The local port of the connection.</summary>
    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Connects to a host.</summary>
    /// <param name="host">Name or address; IPv4 is used.</param>
    /// <param name="port">1…65535.</param>
    /// <param name="timeout">How long the attempt may take.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/>, with host, port and the system's reason.</exception>
    public static async Task<TcpLink> ConnectAsync(string host, int port, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Socket socket = CreateSocket();
        return await ConnectAsync(socket, host, port, timeout, timeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The server's end of a connection that was accepted; owned from here on.</summary>
    public static TcpLink Accepted(Socket socket)
    {
        socket.NoDelay = true;
        KeepAlive(socket);
        return new TcpLink(socket, socket.RemoteEndPoint?.ToString() ?? "a client that has left");
    }

    /// <summary>Binds a socket to a free local port, tells that port to <paramref name="announce"/>, and only then connects from it.</summary>
    /// <inheritdoc cref="ConnectAsync(string, int, TimeSpan, TimeProvider, CancellationToken)"/>
    public static async Task<TcpLink> ConnectFromAnnouncedPortAsync(
        string host, int port, Func<int, Task> announce, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Socket socket = CreateSocket();
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            await announce(((IPEndPoint)socket.LocalEndPoint!).Port).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await ConnectAsync(socket, host, port, timeout, timeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Lost(failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (bytes.Length > 0)
            {
                int sent = await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                bytes = bytes[sent..];
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            throw Lost(failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The other end was faster.
        }

        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Socket CreateSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 1 << 20 };
        KeepAlive(socket);

        // Probes do not run while bytes wait for their acknowledgement; Linux then tries for a quarter of an hour unless it is told otherwise.
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(LinuxTcpLevel, LinuxTcpUserTimeout, BitConverter.GetBytes((int)LongestSilence.TotalMilliseconds));
        return socket;
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, FirstProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeIntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
    }

    private static async Task<TcpLink> ConnectAsync(
        Socket socket, string host, int port, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return new TcpLink(socket, $"{host}:{port}");
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (cancellationToken.IsCancellationRequested) throw;
            if (failure is OperationCanceledException)
                throw new InstrumentFaultException(Fault.Unreachable, FormattableString.Invariant($"{host}:{port} did not answer within {timeout.TotalSeconds:0.#} s"), failure);
            if (failure is SocketException)
                throw new InstrumentFaultException(Fault.Unreachable, $"{host}:{port}: {failure.Message}", failure);
            throw;
        }
    }

    private InstrumentFaultException Lost(Exception failure) => new(Fault.LinkLost, $"{Name}: {failure.Message}", failure);
}
