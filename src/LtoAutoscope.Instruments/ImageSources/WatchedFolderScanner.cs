using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>
/// Frames of a microscope whose pixels do not come over its remote control: it is told to store one, and the file is picked up from the folder where it
/// lands. A file counts only when it is new or changed since before the frame was stored, has been still for a while, and can be decoded.
/// </summary>
/// <remarks>Thread safety: frames are taken one after the other.</remarks>
/// <param name="trigger">Scans and stores a frame.</param>
/// <param name="settings">Where it lands.</param>
/// <param name="reader">Reads it.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class WatchedFolderScanner(IFrameTrigger trigger, WatchedFolderSettings settings, IImageFileReader reader, TimeProvider timeProvider) : IScanner
{
    private readonly SemaphoreSlim _oneFrame = new(1, 1);
    private bool _mayStillCome;

    /// <inheritdoc/>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.ImageFileMissing"/>, with the folder and what was seen there; <see cref="Fault.SetNotTaken"/> for a frame of another size than was asked
    /// for; what storing it can meet.
    /// </exception>
    public async Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await _oneFrame.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            progress?.Report(0);
            FolderSnapshot before = Look() ?? throw new InstrumentFaultException(Fault.ImageFileMissing, $"the folder {settings.Folder} cannot be read; no frame was stored");
            using var notices = new FolderNotices(settings.Folder);
            if (_mayStillCome) before = await WaitForStillnessAsync(before, cancellationToken).ConfigureAwait(false);
            _mayStillCome = true;
            await trigger.TriggerAsync(request, cancellationToken).ConfigureAwait(false);
            (string path, GreyImage image) = await WaitForFileAsync(before, notices, cancellationToken).ConfigureAwait(false);
            _mayStillCome = false;
            if (image.Width != request.WidthPx || image.Height != request.HeightPx)
            {
                throw new InstrumentFaultException(Fault.SetNotTaken, FormattableString.Invariant(
                    $"a frame of {request.WidthPx} × {request.HeightPx} pixels was asked for, {path} has {image.Width} × {image.Height}"));
            }

            Finish(path);
            progress?.Report(image.Height);
            return image;
        }
        finally
        {
            _oneFrame.Release();
        }
    }

    /// <summary>After a frame that did not come in time: what of it comes late must not be taken for the next one.</summary>
    private async Task<FolderSnapshot> WaitForStillnessAsync(FolderSnapshot before, CancellationToken cancellationToken)
    {
        for (long began = timeProvider.GetTimestamp(); timeProvider.GetElapsedTime(began) <= settings.Timeout;)
        {
            await Task.Delay(settings.SettleTime, timeProvider, cancellationToken).ConfigureAwait(false);
            if (Look() is not { } now) continue;
            if (!now.Since(before).Any()) return now;
            before = now;
        }

        throw new InstrumentFaultException(Fault.ImageFileMissing, $"{settings.Folder} is still being written to, or cannot be read, after a frame that did not come; no frame was stored");
    }

    private async Task<(string Path, GreyImage Image)> WaitForFileAsync(FolderSnapshot before, FolderNotices notices, CancellationToken cancellationToken)
    {
        var stillSince = new Dictionary<string, (FileStamp Stamp, long Since)>(StringComparer.Ordinal);
        string seen = "no new file";
        for (long began = timeProvider.GetTimestamp(); timeProvider.GetElapsedTime(began) <= settings.Timeout;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FolderSnapshot? now = Look();
            if (now is null) seen = "the folder cannot be read";
            foreach ((string path, FileStamp stamp) in (now ?? FolderSnapshot.Empty).Since(before))
            {
                string name = Path.GetFileName(path);
                bool known = stillSince.TryGetValue(path, out (FileStamp Stamp, long Since) state) && state.Stamp == stamp;
                if (!known) stillSince[path] = state = (stamp, timeProvider.GetTimestamp());
                if (stamp.Length == 0 || timeProvider.GetElapsedTime(state.Since) < settings.SettleTime)
                {
                    seen = FormattableString.Invariant($"{name} with {stamp.Length} bytes{(stamp.Length == 0 ? "" : ", still being written")}");
                    continue;
                }

                // What could not be read before is tried again: a share may show the size of a file before it has its bytes.
                (GreyImage? image, string trouble) = await Task.Run(() => TryRead(path), cancellationToken).ConfigureAwait(false);
                if (image is not null && Stamp(path) == stamp) return (path, image);
                seen = FormattableString.Invariant($"{name} with {stamp.Length} bytes: {(trouble.Length > 0 ? trouble : "it changed while it was read")}");
            }

            await notices.WaitAsync(settings.PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        throw new InstrumentFaultException(Fault.ImageFileMissing, FormattableString.Invariant(
            $"{settings.Folder}, {settings.Pattern}, waited {settings.Timeout.TotalSeconds:0.##} s: {seen}"));
    }

    private FolderSnapshot? Look()
    {
        try
        {
            return FolderSnapshot.Take(settings.Folder, settings.Pattern);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStamp? Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
    }

    private (GreyImage? Image, string Trouble) TryRead(string path)
    {
        try
        {
            return (reader.Read(path), "");
        }
        catch (InputException failure)
        {
            return (null, failure.What);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, failure.Message.TrimEnd('.'));
        }
    }

    /// <summary>A file that cannot be cleared away costs no frame: it is known from now on, and the next one is told from it.</summary>
    private void Finish(string path)
    {
        try
        {
            switch (settings.After)
            {
                case AfterReading.Delete:
                    File.Delete(path);
                    break;
                case AfterReading.Move:
                    string done = settings.DoneFolder ?? Path.Combine(settings.Folder, "done");
                    Directory.CreateDirectory(done);
                    File.Move(path, Free(done, Path.GetFileName(path)));
                    break;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // As said above.
        }
    }

    /// <summary>A name that is not taken: microscopes use theirs again.</summary>
    private static string Free(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        for (int i = 2; File.Exists(path); i++)
            path = Path.Combine(folder, FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(name)}-{i}{Path.GetExtension(name)}"));
        return path;
    }
}
