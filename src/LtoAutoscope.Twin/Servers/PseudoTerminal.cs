using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Twin.Servers;

/// <summary>A real pseudo-terminal (Linux): the twin holds the master, a driver opens <see cref="Path"/> as its serial port.</summary>
/// <remarks>Thread safety: one reader, one writer.</remarks>
[SupportedOSPlatform("linux")]
public sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const int Now = 0;
    private const int TryAgain = 11;
    private const int MaximumWriteAttempts = 100;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);
    private readonly int _master;
    private readonly int _slave;
    private bool _closed;

    private PseudoTerminal(int master, int slave, string path) => (_master, _slave, Path) = (master, slave, path);

    /// <summary>Name of the slave, such as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>Opens one, raw: no echo, no translation of line ends.</summary>
    /// <exception cref="InputException">The system gives none.</exception>
    public static PseudoTerminal Open()
    {
        int master = Native.posix_openpt(ReadWrite | NoControllingTerminal | NonBlocking);
        if (master < 0) throw Failed("posix_openpt");
        var name = new byte[128];
        if (Native.grantpt(master) != 0 || Native.unlockpt(master) != 0 || Native.ptsname_r(master, name, name.Length) != 0)
            throw Failed("opening the slave", master);
        string path = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));

        // The slave is held open here too, so that the master does not read an error while no driver has it.
        int slave = Native.open(path, ReadWrite | NoControllingTerminal);
        if (slave < 0) throw Failed(path, master);
        var termios = new byte[256];
        if (Native.tcgetattr(slave, termios) == 0)
        {
            Native.cfmakeraw(termios);
            _ = Native.tcsetattr(slave, Now, termios);
        }

        return new PseudoTerminal(master, slave, path);
    }

    /// <summary>Waits for bytes from the driver; at least one.</summary>
    public async Task<int> ReadAsync(byte[] buffer, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            nint read = Native.read(_master, buffer, buffer.Length);
            if (read > 0) return (int)read;
            if (read < 0 && Marshal.GetLastPInvokeError() != TryAgain) throw new IOException(new Win32Exception().Message);
            await Task.Delay(PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends bytes to the driver. As on a real wire, they are lost when nobody reads for a while and every buffer is full.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        for (int attempt = 0; bytes.Length > 0 && attempt < MaximumWriteAttempts;)
        {
            byte[] chunk = bytes.ToArray();
            nint written = Native.write(_master, chunk, chunk.Length);
            if (written > 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            if (Marshal.GetLastPInvokeError() != TryAgain) throw new IOException(new Win32Exception().Message);
            attempt++;
            await Task.Delay(PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes both ends; the driver's port is gone.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _ = Native.close(_slave);
        _ = Native.close(_master);
    }

    private static InputException Failed(string what, int master = -1)
    {
        string reason = new Win32Exception().Message;
        if (master >= 0) _ = Native.close(master);
        return new InputException($"no pseudo-terminal: {what}: {reason}", "/dev/ptmx", "Check that /dev/pts is mounted and not full");
    }

    private static partial class Native
    {
        private const string C = "libc";

        [LibraryImport(C, SetLastError = true)]
        public static partial int posix_openpt(int flags);

        [LibraryImport(C, SetLastError = true)]
        public static partial int grantpt(int fd);

        [LibraryImport(C, SetLastError = true)]
        public static partial int unlockpt(int fd);

        [LibraryImport(C, SetLastError = true)]
        public static partial int ptsname_r(int fd, byte[] buffer, nint length);

        [LibraryImport(C, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int open(string path, int flags);

        [LibraryImport(C, SetLastError = true)]
        public static partial int tcgetattr(int fd, byte[] termios);

        [LibraryImport(C)]
        public static partial void cfmakeraw(byte[] termios);

        [LibraryImport(C, SetLastError = true)]
        public static partial int tcsetattr(int fd, int when, byte[] termios);

        [LibraryImport(C, SetLastError = true)]
        public static partial nint read(int fd, byte[] buffer, nint count);

        [LibraryImport(C, SetLastError = true)]
        public static partial nint write(int fd, byte[] buffer, nint count);

        [LibraryImport(C, SetLastError = true)]
        public static partial int close(int fd);
    }
}
