using System.Security.Cryptography;

namespace LtoAutoscope.Storage.Runs;

/// <summary>SHA-256 of files, lower-case hex.</summary>
public static class FileHash
{
    /// <summary>The hash of a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
