using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Accounts;
using OtpNet;
using QRCoder;

namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The second factor: a code that changes every 30 s (RFC 6238, HMAC-SHA-1, six digits), or one of ten recovery codes, each good once.</summary>
internal sealed class SecondFactor(AccountStore accounts, TimeProvider time)
{
    /// <summary>How many recovery codes there are.</summary>
    public const int RecoveryCodes = 10;

    private const int KeyBytes = 20, RecoveryCodeLength = 10;
    private const string Issuer = "LtoAutoscope";
    private const string RecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A clock that is half a minute off, on either side, is forgiven.</summary>
    private static readonly VerificationWindow Window = new(1, 1);

    /// <summary>Makes a key that counts only after <see cref="ConfirmAsync"/>.</summary>
    /// <returns>The key in base 32.</returns>
    /// <exception cref="InputException">There is a second factor already.</exception>
    public async Task<string> BeginAsync(string account, CancellationToken cancellationToken)
    {
        string key = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(KeyBytes));
        await accounts.ChangeAsync(account, now =>
        {
            if (now.HasSecondFactor) throw new InputException("this account has a second factor already", "second_factor", "Remove it first");
            now.SecondFactorKey = key;
        }, cancellationToken);
        return key;
    }

    /// <summary>Switches the second factor on, once a code shows that the phone has the key.</summary>
    /// <returns>The recovery codes: show them once, they are stored nowhere.</returns>
    /// <exception cref="InputException">The code is wrong, or nothing was begun.</exception>
    public async Task<IReadOnlyList<string>> ConfirmAsync(string account, string code, CancellationToken cancellationToken)
    {
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(RecoveryAlphabet, RecoveryCodeLength))];
        await accounts.ChangeAsync(account, now =>
        {
            if (now.HasSecondFactor || now.SecondFactorKey is not { } key) throw new InputException("no second factor is being set up", "second_factor", "Begin anew");
            if (StepOf(key, code) is not { } step) throw new InputException("the code is wrong", "code", "Type the six digits that the phone shows now, and check that its clock is right");
            (now.HasSecondFactor, now.LastCodeStep, now.RecoveryCodes) = (true, step, [.. codes.Select(HashOf)]);
        }, cancellationToken);
        return codes;
    }

    /// <summary>Takes the second factor away.</summary>
    public Task RemoveAsync(string account, CancellationToken cancellationToken)
        => accounts.ChangeAsync(account, now => (now.HasSecondFactor, now.SecondFactorKey, now.LastCodeStep, now.RecoveryCodes) = (false, null, 0, []), cancellationToken);

    /// <summary>Takes a code at a sign-in; none is taken twice.</summary>
    /// <returns><c>second_factor</c> or <c>recovery_code</c>, or null when the code is wrong.</returns>
    public async Task<string?> TakeAsync(string account, string code, CancellationToken cancellationToken)
    {
        string? by = null;
        string plain = code.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        try
        {
            await accounts.ChangeAsync(account, now =>
            {
                if (!now.HasSecondFactor || now.SecondFactorKey is not { } key) throw Wrong();
                if (StepOf(key, plain) is { } step && step > now.LastCodeStep) (by, now.LastCodeStep) = ("second_factor", step);
                else if (now.RecoveryCodes.Contains(HashOf(plain))) (by, now.RecoveryCodes) = ("recovery_code", [.. now.RecoveryCodes.Where(hash => hash != HashOf(plain))]);
                else throw Wrong();
            }, cancellationToken);
        }
        catch (InputException)
        {
            return null;
        }

        return by;

        static InputException Wrong() => new("the code is wrong", "code", "Type the code that the phone shows now");
    }

    /// <summary>The address that a phone's app reads.</summary>
    public static string AddressOf(string account, string key)
        => $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account)}?secret={key}&issuer={Issuer}&algorithm=SHA1&digits=6&period=30";

    /// <summary>That address as a drawing to scan.</summary>
    public static string DrawingOf(string account, string key)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(AddressOf(account, key), QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private long? StepOf(string key, string code)
        => new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out long step, Window) ? step : null;

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
