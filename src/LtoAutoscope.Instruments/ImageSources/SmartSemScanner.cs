using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>
/// Frames of a Zeiss microscope through SmartSEM's programming interface on the same computer (Windows; needs Zeiss' licence): unfreeze, freeze at the end of the
/// frame, wait for its time, grab it into a file, read it, delete it. Run on no real SmartSEM; see docs/image-sources.md.
/// </summary>
/// <remarks>Thread safety: frames are taken one after the other; all calls into SmartSEM are made on one thread of its own.</remarks>
public sealed class SmartSemScanner : IScanner, IAsyncDisposable
{
    private const string FrameTime = "AP_FRAME_TIME";
    private const string FreezeOn = "DP_FREEZE_ON";
    private const float EndOfFrame = 0;
    private const int FullWidth = 1024;
    private const int FullHeight = 768;
    private readonly SmartSemSettings _settings;
    private readonly IImageFileReader _reader;
    private readonly TimeProvider _time;
    private readonly SingleThread _thread;
    private readonly ISmartSemApi _api;
    private readonly SemaphoreSlim _oneFrame = new(1, 1);

    private SmartSemScanner(SingleThread thread, ISmartSemApi api, SmartSemSettings settings, IImageFileReader reader, TimeProvider time)
        => (_thread, _api, _settings, _reader, _time) = (thread, api, settings, reader, time);

    /// <summary>Connects to the SmartSEM that runs on this computer.</summary>
    /// <param name="settings">Where files go and how long things take.</param>
    /// <param name="reader">Reads the file of a grab.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/> elsewhere than on Windows; <see cref="Fault.Unreachable"/>.</exception>
    public static Task<SmartSemScanner> ConnectAsync(SmartSemSettings settings, IImageFileReader reader, TimeProvider timeProvider, CancellationToken cancellationToken)
        => OperatingSystem.IsWindows()
            ? ConnectAsync(static () => OperatingSystem.IsWindows() ? new SmartSemComApi() : throw new PlatformNotSupportedException(), settings, reader, timeProvider, cancellationToken)
            : Task.FromException<SmartSemScanner>(new InstrumentFaultException(
                Fault.NotSupported, "SmartSEM's programming interface is a COM object and can be used on Windows only, on the microscope's own computer"));

    /// <inheritdoc/>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.CommandRejected"/> with SmartSEM's code; <see cref="Fault.ImageFileMissing"/>; <see cref="Fault.SetNotTaken"/> for another size than was asked
    /// for; <see cref="Fault.AnswerTimeout"/> for a call that does not come back.
    /// </exception>
    public async Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await _oneFrame.WaitAsync(cancellationToken).ConfigureAwait(false);
        string path = Path.Combine(_settings.Folder, FormattableString.Invariant($"lto-{Guid.NewGuid():N}.tif"));
        try
        {
            progress?.Report(0);
            await CallAsync($"Set {FreezeOn}", api => api.Set(FreezeOn, EndOfFrame), cancellationToken).ConfigureAwait(false);
            await CallAsync("Execute CMD_UNFREEZE_ALL", api => api.Execute("CMD_UNFREEZE_ALL"), cancellationToken).ConfigureAwait(false);
            await CallAsync("Execute CMD_FREEZE_ALL", api => api.Execute("CMD_FREEZE_ALL"), cancellationToken).ConfigureAwait(false);
            await Task.Delay(await ReadFrameTimeAsync(cancellationToken).ConfigureAwait(false) + _settings.ExtraTime, _time, cancellationToken).ConfigureAwait(false);
            await CallAsync("Grab", api => api.Grab(0, 0, FullWidth, FullHeight, 0, path), cancellationToken).ConfigureAwait(false);
            GreyImage image = Read(path);
            if (image.Width != request.WidthPx || image.Height != request.HeightPx)
            {
                throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant(
                    $"a frame of {request.WidthPx} × {request.HeightPx} pixels was asked for, SmartSEM stores {image.Width} × {image.Height}"));
            }

            progress?.Report(image.Height);
            return image;
        }
        finally
        {
            DeleteIfThere(path);
            _oneFrame.Release();
        }
    }

    /// <summary>Lets SmartSEM's object go.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _thread.RunAsync(() =>
            {
                _api.Dispose();
                return true;
            }, CancellationToken.None).WaitAsync(_settings.CallTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It hangs in a call; the thread ends with the process.
        }
        catch (ObjectDisposedException)
        {
            // Already gone.
        }

        _thread.Dispose();
    }

    /// <summary>Connects through any interface.</summary>
    internal static async Task<SmartSemScanner> ConnectAsync(
        Func<ISmartSemApi> create, SmartSemSettings settings, IImageFileReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        var thread = new SingleThread("SmartSEM");
        try
        {
            ISmartSemApi api = await thread.RunAsync(create, cancellationToken).WaitAsync(settings.CallTimeout, time, cancellationToken).ConfigureAwait(false);
            var scanner = new SmartSemScanner(thread, api, settings, reader, time);
            int code = await scanner.AskAsync("InitialiseRemoting", static sem => sem.InitialiseRemoting(), cancellationToken).ConfigureAwait(false);
            if (code != 0) throw new InstrumentFaultException(Fault.Unreachable, FormattableString.Invariant($"SmartSEM's InitialiseRemoting gave {code}; SmartSEM has to run on this computer, with a licence for its interface"));
            return scanner;
        }
        catch (Exception failure)
        {
            thread.Dispose();
            if (failure is TimeoutException) throw new InstrumentFaultException(Fault.Unreachable, "SmartSEM's interface does not come up", failure);
            throw;
        }
    }

    private async Task<T> AskAsync<T>(string call, Func<ISmartSemApi, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _thread.RunAsync(() => work(_api), cancellationToken).WaitAsync(_settings.CallTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw new InstrumentFaultException(Fault.AnswerTimeout, FormattableString.Invariant($"SmartSEM's {call}, waited {_settings.CallTimeout.TotalSeconds:0.##} s"), failure);
        }
    }

    private async Task CallAsync(string call, Func<ISmartSemApi, int> work, CancellationToken cancellationToken)
    {
        int code = await AskAsync(call, work, cancellationToken).ConfigureAwait(false);
        if (code != 0) throw new InstrumentFaultException(Fault.CommandRejected, FormattableString.Invariant($"SmartSEM's {call} gave {code}"));
    }

    /// <summary>Time of a frame at the scan rate and size that are set; SmartSEM tells it in ms.</summary>
    private async Task<TimeSpan> ReadFrameTimeAsync(CancellationToken cancellationToken)
    {
        (int code, double milliseconds) = await AskAsync($"Get {FrameTime}", static api => api.Get(FrameTime), cancellationToken).ConfigureAwait(false);
        if (code != 0) throw new InstrumentFaultException(Fault.CommandRejected, FormattableString.Invariant($"SmartSEM's Get {FrameTime} gave {code}"));
        if (!(milliseconds > 0 && milliseconds <= _settings.LongestFrame.TotalMilliseconds))
            throw new InstrumentFaultException(Fault.MalformedAnswer, FormattableString.Invariant($"a frame time of {milliseconds:0.###} ms"));
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private GreyImage Read(string path)
    {
        try
        {
            return _reader.Read(path);
        }
        catch (InputException failure)
        {
            throw new InstrumentFaultException(Fault.ImageFileMissing, $"SmartSEM's Grab gave 0, and {path} cannot be read: {failure.What}", failure);
        }
    }

    private static void DeleteIfThere(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // SmartSEM may hold it still; it lies in a temporary folder under a name of its own.
        }
    }
}
