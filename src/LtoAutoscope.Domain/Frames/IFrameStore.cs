namespace LtoAutoscope.Domain.Frames;

/// <summary>Keeps the frames of one run. A frame counts only once <see cref="SaveAsync"/> has returned.</summary>
public interface IFrameStore
{
    /// <summary>Writes a frame atomically; saving a frame id again replaces it.</summary>
    /// <exception cref="IOException">The disk is full or gone; nothing partial is left under the final name.</exception>
    Task<FrameRecord> SaveAsync(Frame frame, CancellationToken cancellationToken);

    /// <summary>Reads a frame back.</summary>
    /// <exception cref="FileNotFoundException">The frame was never saved.</exception>
    Task<Frame> LoadAsync(FrameRecord record, CancellationToken cancellationToken);

    /// <summary>Whether the file of a record is there and has the hash that the record tells.</summary>
    Task<bool> VerifyAsync(FrameRecord record, CancellationToken cancellationToken);
}
