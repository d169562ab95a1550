using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Running;

/// <summary>Keeps small pictures that show what went wrong and how it was after.</summary>
public interface IEvidenceStore
{
    /// <summary>Writes a picture atomically and returns its path in the run folder, with forward slashes.</summary>
    /// <param name="name">Unique in the run: letters, digits and dashes.</param>
    /// <param name="image">The picture; it is made smaller for keeping.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    Task<string> SaveAsync(string name, GreyImage image, CancellationToken cancellationToken);
}
