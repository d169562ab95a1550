using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LtoAutoscope.Instruments.Transports;

/// <summary>
/// The calls and constants of the Linux kernel that a serial port needs. Source: <c>asm-generic/termbits.h</c>, <c>asm-generic/ioctls.h</c> and
/// <c>poll.h</c>; they hold for x86, Arm, RISC-V and s390x, not for MIPS, SPARC and PowerPC.
/// </summary>
internal static class LinuxTerminal
{
    public const short PollIn = 0x1, PollOut = 0x4, PollError = 0x8, PollHangUp = 0x10, PollInvalid = 0x20;
    public const int Interrupted = 4, TryAgain = 11;
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000; // O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC
    private const int EventFlags = 0x800 | 0x80000;
    private const int LockExclusiveNow = 2 | 4;
    private const int ResourceBusy = 16, NotSupported = 22, NoTerminal = 25;
    private const nuint GetSettings = 0x802C542A, SetSettings = 0x402C542B, Flush = 0x540B, OutputQueue = 0x5411, RaiseLines = 0x5416, LowerLines = 0x5417;
    private const int FlushInput = 0, FlushBoth = 2;
    private const int Dtr = 0x2, Rts = 0x4;
    private const uint Custom = 0x1000, BaudMask = 0x100F, TwoStopBits = 0x40, Receive = 0x80, ParityOn = 0x100, ParityOdd = 0x200, HangUpOnClose = 0x400, IgnoreModem = 0x800, RtsCts = 0x80000000;
    private const uint CheckParity = 0x10;
    private const int InputFlags = 0, OutputFlags = 4, ControlFlags = 8, LocalFlags = 12, Time = 17 + 5, Minimum = 17 + 6, InputSpeed = 36, OutputSpeed = 40, SettingsSize = 44;

    /// <summary>Opens a terminal without waiting for a carrier and without becoming its job-control owner, for this process alone.</summary>
    /// <exception cref="Win32Exception">It cannot be opened, is no terminal, or another program has it.</exception>
    public static int Open(string path)
    {
        int descriptor = Native.Open(path, OpenFlags);
        if (descriptor < 0) throw new Win32Exception();
        if (Native.Lock(descriptor, LockExclusiveNow) != 0) throw Closed(descriptor, new Win32Exception(ResourceBusy, "another program has it open"));
        return descriptor;
    }

    /// <summary>Sets it raw, with the line as wanted; drops what has come so far.</summary>
    /// <exception cref="Win32Exception">It is no terminal, or its adapter cannot be set so. The descriptor stays open.</exception>
    public static void Configure(int descriptor, SerialSettings settings)
    {
        var termios = new byte[SettingsSize];
        if (Native.Control(descriptor, GetSettings, termios) != 0) throw new Win32Exception();
        uint size = (uint)(settings.DataBits - 5) << 4;
        uint control = Custom | size | Receive | IgnoreModem
            | (settings.StopBits == 2 ? TwoStopBits : 0)
            | (settings.Parity == SerialParity.None ? 0 : ParityOn) | (settings.Parity == SerialParity.Odd ? ParityOdd : 0)
            | (settings.HardwareFlowControl ? RtsCts : 0)
            | (settings.Dtr == false ? HangUpOnClose : 0);
        Put(termios, InputFlags, settings.Parity == SerialParity.None ? 0 : CheckParity);
        Put(termios, OutputFlags, 0);
        Put(termios, ControlFlags, control);
        Put(termios, LocalFlags, 0);
        termios[Time] = 0;
        termios[Minimum] = 1;
        Put(termios, InputSpeed, (uint)settings.BaudRate);
        Put(termios, OutputSpeed, (uint)settings.BaudRate);
        if (Native.Control(descriptor, SetSettings, termios) != 0) throw new Win32Exception();
        if (Native.Control(descriptor, GetSettings, termios) != 0) throw new Win32Exception();
        double made = BinaryPrimitives.ReadUInt32LittleEndian(termios.AsSpan(OutputSpeed));
        if (Math.Abs(made - settings.BaudRate) > 0.03 * settings.BaudRate)
            throw new Win32Exception(NotSupported, FormattableString.Invariant($"{settings.BaudRate} baud were set, the adapter makes {made:0}"));
        SetLine(descriptor, Dtr, settings.Dtr);
        if (!settings.HardwareFlowControl) SetLine(descriptor, Rts, settings.Rts);
        _ = Native.Control(descriptor, Flush, FlushInput);
    }

    /// <summary>Bytes that have not left the port yet; 0 where that cannot be told.</summary>
    public static int Unsent(int descriptor)
    {
        int count = 0;
        return Native.ControlLines(descriptor, OutputQueue, ref count) == 0 ? count : 0;
    }

    /// <summary>Forgets what could not leave, so that closing does not wait for it, and closes.</summary>
    public static void Close(int descriptor)
    {
        if (Unsent(descriptor) > 0) _ = Native.Control(descriptor, Flush, FlushBoth);
        _ = Native.Close(descriptor);
    }

    /// <summary>A counter that wakes whoever polls it.</summary>
    public static int CreateWaker()
    {
        int descriptor = Native.EventDescriptor(0, EventFlags);
        return descriptor >= 0 ? descriptor : throw new Win32Exception();
    }

    public static void Wake(int waker)
    {
        ulong one = 1;
        _ = Native.Write(waker, ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(new Span<ulong>(ref one))), sizeof(ulong));
    }

    public static void CloseWaker(int waker) => _ = Native.Close(waker);

    /// <summary>Waits until something happens; the number of descriptors with news, 0 at the time-out.</summary>
    public static int Poll(PollEntry[] entries, TimeSpan timeout) => Native.Poll(entries, (nuint)entries.Length, (int)timeout.TotalMilliseconds);

    /// <summary>Bytes read; 0 at a hang-up; −1 with the reason in <paramref name="error"/>.</summary>
    public static int Read(int descriptor, Span<byte> buffer, out int error)
    {
        nint read = Native.Read(descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        error = read < 0 ? Marshal.GetLastPInvokeError() : 0;
        return (int)read;
    }

    /// <summary>Bytes taken; −1 with the reason in <paramref name="error"/>.</summary>
    public static int Write(int descriptor, ReadOnlySpan<byte> bytes, out int error)
    {
        nint written = Native.Write(descriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
        error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
        return (int)written;
    }

    /// <summary>Whether the device behind an open descriptor still has its name in <c>/dev</c>; true where that cannot be told.</summary>
    public static bool IsPresent(int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget is not { } target || !target.EndsWith(" (deleted)", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void SetLine(int descriptor, int line, bool? raised)
    {
        if (raised is not { } up || Native.ControlLines(descriptor, up ? RaiseLines : LowerLines, ref line) == 0) return;
        int error = Marshal.GetLastPInvokeError();
        // A pseudo-terminal has no such lines.
        if (error is not (NotSupported or NoTerminal)) throw new Win32Exception(error);
    }

    private static Win32Exception Closed(int descriptor, Win32Exception reason)
    {
        _ = Native.Close(descriptor);
        return reason;
    }

    private static void Put(byte[] termios, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(termios.AsSpan(offset), value);

    /// <summary>What is waited for on one descriptor, and what has happened: <c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    private static class Native
    {
        private const string C = "libc";

        [DllImport(C, EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport(C, EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);

        [DllImport(C, EntryPoint = "read", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Read(int descriptor, ref byte buffer, nuint count);

        [DllImport(C, EntryPoint = "write", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern nint Write(int descriptor, ref byte buffer, nuint count);

        [DllImport(C, EntryPoint = "flock", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Lock(int descriptor, int operation);

        [DllImport(C, EntryPoint = "poll", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Poll([In, Out] PollEntry[] entries, nuint count, int timeoutMs);

        [DllImport(C, EntryPoint = "eventfd", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int EventDescriptor(uint initial, int flags);

        [DllImport(C, EntryPoint = "ioctl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Control(int descriptor, nuint request, [In, Out] byte[] argument);

        [DllImport(C, EntryPoint = "ioctl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Control(int descriptor, nuint request, nint argument);

        [DllImport(C, EntryPoint = "ioctl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int ControlLines(int descriptor, nuint request, ref int lines);
    }
}
