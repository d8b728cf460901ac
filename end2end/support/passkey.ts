import type { CDPSession, Page } from "@playwright/test";

/** A passkey, as the browser's virtual authenticator keeps it. */
export interface KeptPasskey {
  credentialId: string;
  isResidentCredential: boolean;
  rpId: string;
  privateKey: string;
  userHandle: string;
  userName?: string;
  userDisplayName?: string;
  signCount: number;
}

/** A phone that makes passkeys and shows them without being touched: Chromium's virtual authenticator. */
export class Phone {
  private constructor(
    private readonly browser: CDPSession,
    private readonly id: string,
  ) {}

  /** Gives the browser of a page a phone; `knows`: what was on it before. */
  static async of(page: Page, knows: KeptPasskey[] = []): Promise<Phone> {
    const browser = await page.context().newCDPSession(page);
    await browser.send("WebAuthn.enable");
    const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    for (const credential of knows) await browser.send("WebAuthn.addCredential", { authenticatorId, credential });
    return new Phone(browser, authenticatorId);
  }

  /** What it keeps. */
  async keeps(): Promise<KeptPasskey[]> {
    const { credentials } = await this.browser.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials as KeptPasskey[];
  }

  /** Whether its owner unlocks it when asked. */
  async unlocks(isUserVerified: boolean) {
    await this.browser.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });
  }

  /** It is somewhere else. */
  async gone() {
    await this.browser.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
  }
}
